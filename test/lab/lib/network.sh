# A network namespace for each lab, joined to this machine by a pair of interfaces on a /30 of its own.
# No route leads out of it: what the Pi can reach is the lab, and Debian's mirror through the lab's proxy.

make_network() {
  local outer inner own
  choose_address
  outer=$(interface_name a) inner=$(interface_name b)
  ip netns add "$NETNS"
  ip link add "$outer" type veth peer name "$inner" netns "$NETNS"
  ip addr add "$ROOT_HOST/30" dev "$outer"
  ip link set "$outer" up
  in_netns ip link set lo up
  in_netns ip addr add "$PI_HOST/30" dev "$inner"
  in_netns ip link set "$inner" up
  for own in $REPOSITORY_ADDRESS $INTERNET_ADDRESS $PACKAGES_ADDRESS $CONTROL_ADDRESS $HEADSCALE_ADDRESS $PUBLIC_ADDRESS; do
    in_netns ip addr add "$own/32" dev lo
  done
}

# By the lab's name, and the next one where that is taken.
choose_address() {
  local number base
  number=$(($(echo "$NAME" | cksum | cut -d' ' -f1) % 16384))
  while :; do
    base="10.231.$((number / 64)).$((number % 64 * 4))"
    ROOT_HOST=${base%.*}.$((${base##*.} + 1)) PI_HOST=${base%.*}.$((${base##*.} + 2))
    ip -4 -o addr | grep -qF " $ROOT_HOST/" || break
    number=$(((number + 1) % 16384))
  done
  echo "$ROOT_HOST $PI_HOST" >"$STATE/address"
}

# Interface names have 15 letters at most, too few for a lab's name.
interface_name() { echo "bl$(echo "$NAME" | cksum | cut -d' ' -f1 | xargs printf '%x')$1"; }

# Whatever port the Pi opens is reached from this machine, with the caller's own address, as on a home network.
lead_to_pi() {
  local pi=$1 link
  link=$(interface_name b)
  in_netns iptables -t nat -N LAB-TO-PI 2>/dev/null || in_netns iptables -t nat -F LAB-TO-PI
  in_netns iptables -t nat -A LAB-TO-PI -d "$PI_HOST" -i "$link" -j DNAT --to-destination "$pi"
  in_netns iptables -t nat -A LAB-TO-PI -d "$MIRROR_ADDRESS" -p tcp --dport 80 -j DNAT --to-destination "$ROOT_HOST:3142"
  in_netns iptables -t nat -C PREROUTING -j LAB-TO-PI 2>/dev/null || in_netns iptables -t nat -I PREROUTING -j LAB-TO-PI
  in_netns iptables -C DOCKER-USER -i "$link" -o docker0 -j ACCEPT 2>/dev/null ||
    in_netns iptables -I DOCKER-USER -i "$link" -o docker0 -j ACCEPT
  # The chain that `cut` fills; before every other rule, so that established connections are cut as well.
  in_netns iptables -N LAB-CUT 2>/dev/null || true
  in_netns iptables -C FORWARD -j LAB-CUT 2>/dev/null || in_netns iptables -I FORWARD -j LAB-CUT
}

remove_network() {
  ip link del "$(interface_name a)" 2>/dev/null || true
  [ ! -e "/run/netns/$NETNS" ] || ip netns del "$NETNS"
}
