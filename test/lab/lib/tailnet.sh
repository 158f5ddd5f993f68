# Tailscale's world for the Pi of the variant `tailnet`: its apt repository, its control server by its real names, and a
# Headscale of somebody's own. Elsewhere their names refuse at once.

TAILNET_HOSTS=("pkgs.tailscale.com $PACKAGES_ADDRESS" "controlplane.tailscale.com $CONTROL_ADDRESS"
  "login.tailscale.com $CONTROL_ADDRESS" "headscale.lab.test $HEADSCALE_ADDRESS")

start_tailnet() {
  local folder=$STATE/tailnet part repository
  part=$(used_part tailscale) repository=$(used_part tailscalerepo)
  [ -d "$part" ] && [ -d "$repository" ] || fail "tailscale could not be built, see $CACHE/log/tailscale.log"
  rm -rf "$folder"
  mkdir -p "$folder"
  make_tailnet_certificate "$folder"
  ln -s "$repository/site" "$folder/site"
  spawn tailscale-repository nsenter --net="/run/netns/$NETNS" node "$LAB_HOME/lib/repository-server.mjs" "$PACKAGES_ADDRESS" "$folder"
  spawn tailscale-control nsenter --net="/run/netns/$NETNS" "$part/control" -http "$CONTROL_ADDRESS:80" -https "$CONTROL_ADDRESS:443" \
    -certificate "$folder/server.crt" -key "$folder/server.key" -base https://login.tailscale.com \
    -relay controlplane.tailscale.com:443 -names "$STATE/internet/names.json"
  start_headscale "$folder" "$part"
  wait_until 50 grep -q listening "$STATE/log/tailscale-repository.log" || fail 'the Tailscale repository does not start'
  wait_until 50 in_netns curl -fs -o /dev/null "http://$CONTROL_ADDRESS/lab/settings" ||
    fail "the control server does not start, see $STATE/log/tailscale-control.log"
  wait_until 200 headscale users list || fail "Headscale does not start, see $STATE/log/headscale.log"
  headscale users create household >/dev/null
}

make_tailnet_certificate() {
  local folder=$1 authority host names=''
  authority=$(used_part authority)
  for host in "${TAILNET_HOSTS[@]}"; do names="$names,DNS:${host% *}"; done
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=lab -keyout "$folder/server.key" -out "$folder/server.csr" 2>/dev/null
  openssl x509 -req -in "$folder/server.csr" -CA "$authority/ca.crt" -CAkey "$authority/ca.key" -set_serial 3 -days 365 \
    -out "$folder/server.crt" -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "${names#,}") 2>/dev/null
}

start_headscale() {
  local folder=$1 part=$2
  source "$LAB_HOME/lib/headscale-config.sh"
  headscale_config "$folder" https://headscale.lab.test "$HEADSCALE_ADDRESS" 443 "tls_cert_path: $folder/server.crt
tls_key_path: $folder/server.key"
  spawn headscale nsenter --net="/run/netns/$NETNS" "$part/headscale" -c "$folder/headscale.yaml" serve
}

end_tailnet() {
  local what
  for what in headscale tailscale-control tailscale-repository; do end_process "$what"; done
}

# Headscale's own commands, e.g. `preauthkeys create --user 1`.
headscale() { "$(used_part tailscale)/headscale" -c "$STATE/tailnet/headscale.yaml" --force "$@"; }

# The control server's door: `lab control nodes`, `lab control settings '{"funnel": false}'`, `lab control sign-in '{"url": …}'`
ask_control() {
  local path=$1 body=${2:-} how=()
  case $path in
    nodes) ;;
    settings) [ -z "$body" ] || how=(-X PATCH -d "$body") ;;
    *) how=(-d "${body:-{\}}") ;;
  esac
  in_netns curl -fsS "${how[@]}" "http://$CONTROL_ADDRESS/lab/$path"
}

# The Pi has no device for tunnels; everything else is as upstream's package brings it.
wear_tailnet() {
  mkdir -p "$1/etc/systemd/system/tailscaled.service.d" "$1/etc/lab"
  echo 'FLAGS=--tun=userspace-networking' >"$1/etc/lab/tailscaled"
  printf '# A container has no /dev/net/tun.\n[Service]\nEnvironmentFile=/etc/lab/tailscaled\n' \
    >"$1/etc/systemd/system/tailscaled.service.d/lab.conf"
}
