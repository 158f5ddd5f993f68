# What goes wrong on a real network, on order.

# Only SSH: the Pi goes on reaching its registry and its mirror.
cut_ssh() {
  local target=() side
  case $1 in
    off) in_netns iptables -F LAB-CUT; return ;;
    drop) target=(-j DROP) ;;
    reset) target=(-j REJECT --reject-with tcp-reset) ;;
    *) fail 'usage: lab cut drop|reset|off' ;;
  esac
  in_netns iptables -F LAB-CUT
  for side in --dport --sport; do
    in_netns iptables -A LAB-CUT -p tcp $side 22 "${target[@]}"
  done
}

delay_apt() {
  [[ $1 =~ ^[0-9]+(\.[0-9]+)?$ ]] || fail 'usage: lab apt-delay SECONDS'
  echo "$1" >"$STATE/apt-delay"
}

# What the registry sends over the bridge is held to a rate; nothing else is.
slow_registry() {
  local rate=$1
  [ -n "$rate" ] || fail 'usage: lab pull-slow RATE|off, e.g. 20mbit'
  in_netns tc qdisc del dev docker0 root 2>/dev/null || true
  [ "$rate" != off ] || return 0
  in_netns tc qdisc add dev docker0 root handle 1: htb
  in_netns tc class add dev docker0 parent 1: classid 1:1 htb rate "$rate" quantum 20000
  local port
  for port in 80 5000; do
    in_netns tc filter add dev docker0 parent 1: protocol ip u32 \
      match ip src "$GATEWAY/32" match ip protocol 6 0xff match ip sport $port 0xffff flowid 1:1
  done
}

# A reset Pi starts on a healthy network.
heal_faults() {
  rm -f "$STATE/apt-delay"
  slow_registry off
  in_netns iptables -F LAB-CUT 2>/dev/null || true
}
