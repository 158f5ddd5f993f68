# The programs around the Pi: the outer Docker Engine, a name server, the way to Debian's mirror, the image registry.

start_daemons() {
  mkdir -p "$STATE/log" "$STATE/pid"
  find_mirror
  start_docker
  start_names
  proxy_command "$ROOT_HOST:3142" "$STATE/apt-delay"
  spawn apt-proxy "${PROXY_COMMAND[@]}"
  wait_until 100 grep -q listening "$STATE/log/apt-proxy.log" || fail 'the apt proxy does not start'
}

# Only the network namespace is entered: `ip netns exec` would hide the cgroups.
start_docker() {
  # An empty configuration of its own: the machine's may name another data root.
  echo '{}' >"$STATE/dockerd.json"
  spawn dockerd nsenter --net="/run/netns/$NETNS" dockerd --config-file "$STATE/dockerd.json" \
    --data-root "$STATE/docker" --exec-root "$STATE/exec" -H "unix://$DOCKER_SOCKET" -p "$STATE/docker.pid" \
    --bip "$GATEWAY/16" --dns "$GATEWAY" --log-level warn --userland-proxy=false
  wait_until 300 docker version || { tail -5 "$STATE/log/dockerd.log" >&2; fail 'dockerd does not start'; }
}

# The mirror's names lead to the lab's proxy, a few of the internet to what stands for them, every other name is unknown at once.
start_names() {
  local addresses=("--address=/$(url_host "$MIRROR")/$MIRROR_ADDRESS")
  local host
  [ -z "$SECURITY" ] || addresses+=("--address=/$(url_host "$SECURITY")/$MIRROR_ADDRESS")
  for host in $(node "$LAB_HOME/internet/main.mjs" --hosts); do addresses+=("--address=/$host/$INTERNET_ADDRESS"); done
  for host in "${TAILNET_HOSTS[@]}"; do addresses+=("--address=/${host% *}/${host#* }"); done
  # the lab's own domains are where their records are
  addresses+=("--server=/test/$INTERNET_ADDRESS" "--server=/example/$INTERNET_ADDRESS")
  spawn dnsmasq nsenter --net="/run/netns/$NETNS" dnsmasq --keep-in-foreground --conf-file=/dev/null --no-resolv --no-hosts \
    --user=root --listen-address="$GATEWAY" --bind-interfaces --pid-file= --address=/#/ "${addresses[@]}"
}

start_registries() {
  local storage
  source "$LAB_HOME/lib/registry-config.sh"
  storage=$(used_part registry)/storage
  # On 80 it is ghcr.io, quay.io and dock.mau.dev; on 5000 it is the mirror of Docker's own registry.
  start_registry registry-80 "$storage" "$GATEWAY:80"
  start_registry registry-5000 "$storage" "$GATEWAY:5000"
}

start_registry() {
  local what=$1 storage=$2 address=$3
  registry_config "$storage" "$address" yes >"$STATE/$what.yml"
  spawn "$what" nsenter --net="/run/netns/$NETNS" docker-registry serve "$STATE/$what.yml"
  wait_until 100 in_netns curl -fs -o /dev/null "http://$address/v2/" || fail "the registry does not start, see $STATE/log/$what.log"
}
