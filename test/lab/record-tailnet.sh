#!/usr/bin/env bash
# Records what real tailscale and tailscaled say, over the lab's control server, into test/tailscale/recorded.
# usage: record-tailnet.sh PART    (PART is the built part: tailscale-KEY in the lab's cache)
# It runs in a network of its own, so that nothing is reached and nothing of the machine's is in what is recorded.
set -euo pipefail
if [ "${BRAMBLE_RECORDING:-}" != yes ]; then
  BRAMBLE_RECORDING=yes exec unshare --net --uts --mount bash "$0" "$@"
fi
part=$(readlink -f "$1")
version=$(cat "$part/version")
tailscale=$part/$version/tailscale
records=$(dirname "$(readlink -f "$0")")/../tailscale/recorded
work=$(mktemp -d)
hostname raspberrypi
ip link set lo up
# A network that leads nowhere: without any, tailscaled would not even try.
ip link add home0 type veth peer name router0
ip link set router0 up
ip addr add 192.168.178.20/24 dev home0
ip link set home0 up
ip route add default via 192.168.178.1
trap 'kill $(jobs -pr) 2>/dev/null || true; wait; rm -rf "$work"' EXIT
mkdir -p "$records"
rm -f "$records"/*.json "$records"/*.txt
# Where the product finds the daemon, so that what is said about it names the usual place.
mkdir -p /run/tailscale /var/lib/tailscale
mount -t tmpfs tmpfs /run/tailscale
mount -t tmpfs tmpfs /var/lib/tailscale
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=lab -addext subjectAltName=IP:127.0.0.1 \
  -keyout "$work/key" -out "$work/certificate" 2>/dev/null
export SSL_CERT_FILE=$work/certificate TS_NO_LOGS_NO_SUPPORT=1
login=--login-server=http://127.0.0.1:9911

# The control server, in the world's shape: what it hands out looks as Tailscale's own service's.
start_control() {
  "$part/control" -http 127.0.0.1:9911 -https 127.0.0.1:9912 -certificate "$work/certificate" -key "$work/key" \
    -base https://login.tailscale.com -relay 127.0.0.1:9912 >"$work/control.log" 2>&1 &
  control=$!
  until curl -fs -o /dev/null http://127.0.0.1:9911/lab/settings; do sleep 0.1; done
}
stop_control() { kill "$control"; wait "$control" 2>/dev/null || true; }
set_control() { curl -fsS -o /dev/null -X PATCH -d "$1" http://127.0.0.1:9911/lab/settings; }
ask_control() { curl -fsS -o /dev/null -d "${2:-{\}}" "http://127.0.0.1:9911/lab/$1"; }
start_daemon() {
  "$part/$version/tailscaled" --tun=userspace-networking --state=/var/lib/tailscale/tailscaled.state --port=41641 \
    >>"$work/daemon.log" 2>&1 &
  daemon=$!
}
stop_daemon() { kill "$daemon"; wait "$daemon" 2>/dev/null || true; }
answers() { "$tailscale" status --json --peers=false 2>/dev/null | jq -e "$1" >/dev/null; }
until_status() {
  local look
  for look in $(seq 300); do ! answers "$1" || return 0; sleep 0.1; done
  echo "never came: $1" >&2
  "$tailscale" status --json --peers=false >&2
  return 1
}
# A new machine in a new tailnet.
fresh() {
  stop_daemon
  stop_control
  rm -rf /var/lib/tailscale/*
  start_control
  start_daemon
  until_status '.BackendState == "NeedsLogin"'
}
auth_url() { "$tailscale" status --json --peers=false | jq -r .AuthURL; }
# A whole sign-in; options of `up` may follow.
sign_in() {
  "$tailscale" up $login --hostname=brookside "$@" >"$work/up.log" 2>&1 &
  local up=$!
  until_status '.AuthURL != ""'
  ask_control sign-in "{\"url\": \"$(auth_url)\"}"
  wait $up
  until_status '.BackendState == "Running"'
}

entries=$work/entries
: >"$entries"
# record NAME NOTE COMMAND... : the two outputs and the exit code, with the command as a person would type it
record() {
  local name=$1 note=$2 code=0
  shift 2
  "$tailscale" "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
  keep "$name" "$note" "$code" "$@"
}
# record_for SECONDS NAME NOTE COMMAND... : of a command that would go on waiting
record_for() {
  local seconds=$1 name=$2 note=$3 code=0
  shift 3
  timeout -s INT "$seconds" "$tailscale" "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
  keep "$name" "$note" "waits" "$@"
}
keep() {
  local name=$1 note=$2 code=$3 suffix=txt
  shift 3
  [[ " $* " != *--json* ]] || suffix=json
  [ ! -s "$work/out" ] || cp "$work/out" "$records/$name.$suffix"
  [ ! -s "$work/err" ] || cp "$work/err" "$records/$name.err.txt"
  printf '%s\t%s\t%s\t%s\n' "$name" "tailscale $*" "$code" "$note" >>"$entries"
}
status() { record "$1" "$2" status --json --peers=false; }

source "$(dirname "$0")/record-tailnet-cases.sh"
stop_control
source "$(dirname "$0")/record-tailnet-headscale.sh"
stop_daemon
node "$(dirname "$0")/record-tailnet-readme.mjs" "$records" "$version" <"$entries"
