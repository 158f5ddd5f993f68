# The little of the internet that a server with a name of its own needs (internet/main.mjs), and the two pebbles behind it.

# A home's public address and its own names: answers and records are files that tests write at any time.
start_internet() {
  local folder=$STATE/internet authority
  authority=$(used_part authority)
  mkdir -p "$folder/web"
  make_pebble_certificate "$authority" "$folder"
  reset_internet
  start_pebble production 14000 15000
  start_pebble staging 14001 15001
  spawn internet nsenter --net="/run/netns/$NETNS" node "$LAB_HOME/internet/main.mjs" "$INTERNET_ADDRESS" "$folder" "$authority"
  wait_until 100 grep -q listening "$STATE/log/internet.log" || fail "the internet does not start, see $STATE/log/internet.log"
}

# As it was at first: no names, nothing asked. The authorities go on, with what they have issued.
reset_internet() {
  local folder=$STATE/internet
  [ -d "$folder" ] || return 0
  rm -rf "$folder/web" "$folder/refusals.json"
  mkdir -p "$folder/web"
  echo '{}' >"$folder/names.json"
  echo "{\"ipv4\": \"$PUBLIC_ADDRESS\", \"ipv6\": null}" >"$folder/public.json"
  : >"$folder/asked.jsonl"
  open_ports
}

# A new root with each start. Certificates last as long as Let's Encrypt's; each order is validated anew, at once.
start_pebble() {
  local name=$1 port=$2 management=$3 folder=$STATE/internet
  jq -n --arg listen "127.0.0.1:$port" --arg management "127.0.0.1:$management" --arg folder "$folder" \
    '{pebble: {listenAddress: $listen, managementListenAddress: $management, certificate: ($folder + "/pebble.crt"),
      privateKey: ($folder + "/pebble.key"), httpPort: 80, tlsPort: 443, ocspResponderURL: "",
      externalAccountBindingRequired: false, certificateValidityPeriod: 7776000}}' >"$folder/pebble-$name.json"
  spawn "pebble-$name" nsenter --net="/run/netns/$NETNS" env PEBBLE_VA_NOSLEEP=1 PEBBLE_WFE_NONCEREJECT=0 PEBBLE_AUTHZREUSE=0 \
    pebble -config "$folder/pebble-$name.json" -dnsserver "$INTERNET_ADDRESS:53"
  wait_until 100 pebble_root "$name" "$management" || fail "pebble does not start, see $STATE/log/pebble-$name.log"
}

pebble_root() { in_netns curl -fsSk -o "$STATE/internet/$1-root.crt" "https://127.0.0.1:$2/roots/0"; }

make_pebble_certificate() {
  local authority=$1 folder=$2
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=pebble -keyout "$folder/pebble.key" -out "$folder/pebble.csr" 2>/dev/null
  openssl x509 -req -in "$folder/pebble.csr" -CA "$authority/ca.crt" -CAkey "$authority/ca.key" -set_serial 2 -days 3650 \
    -out "$folder/pebble.crt" 2>/dev/null
}

# The Pi trusts who signs on this internet: the lab's authority and the production root, and the staging one no more than a real Pi does.
wear_internet() {
  local wear=$1 name
  mkdir -p "$wear/usr/local/share/ca-certificates" "$wear/etc/ssl/certs"
  cp "$(used_part authority)/ca.crt" "$wear/usr/local/share/ca-certificates/lab-internet.crt"
  cp "$STATE/internet/production-root.crt" "$wear/usr/local/share/ca-certificates/lab-public.crt"
  [ -f "$wear/etc/ssl/certs/ca-certificates.crt" ] ||
    docker cp pi:/etc/ssl/certs/ca-certificates.crt - | tar -xO >"$wear/etc/ssl/certs/ca-certificates.crt"
  for name in lab-internet lab-public; do
    cat "$wear/usr/local/share/ca-certificates/$name.crt" >>"$wear/etc/ssl/certs/ca-certificates.crt"
  done
}

# What the home's router lets in from outside: all of it, but for the ports that were closed. The laptop at home is not outside.
close_port() {
  [[ $1 =~ ^[0-9]+$ ]] || fail 'usage: lab port close NUMBER | lab port open'
  in_netns iptables -t nat -I LAB-PUBLIC -p tcp --dport "$1" -j RETURN
}

open_ports() {
  in_netns iptables -t nat -F LAB-PUBLIC 2>/dev/null || return 0
  [ -f "$STATE/pi-address" ] || return 0
  in_netns iptables -t nat -A LAB-PUBLIC -d "$PUBLIC_ADDRESS" -p tcp -m multiport --dports 80,443 \
    -j DNAT --to-destination "$(cat "$STATE/pi-address")"
}

# The way from the public address to the Pi, as a router forwards it. A port that is not forwarded refuses: the address is the namespace's own.
lead_home() {
  local chain
  echo "$1" >"$STATE/pi-address"
  in_netns iptables -t nat -N LAB-PUBLIC 2>/dev/null || true
  for chain in OUTPUT PREROUTING; do
    in_netns iptables -t nat -C $chain -d "$PUBLIC_ADDRESS" -j LAB-PUBLIC 2>/dev/null ||
      in_netns iptables -t nat -I $chain -d "$PUBLIC_ADDRESS" -j LAB-PUBLIC
  done
  # what the Pi sends to its own public address comes back to it as from the router
  in_netns iptables -t nat -C POSTROUTING -o docker0 -m conntrack --ctorigdst "$PUBLIC_ADDRESS" -j MASQUERADE 2>/dev/null ||
    in_netns iptables -t nat -I POSTROUTING -o docker0 -m conntrack --ctorigdst "$PUBLIC_ADDRESS" -j MASQUERADE
  open_ports
}
