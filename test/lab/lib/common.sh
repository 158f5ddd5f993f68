# Names, places, options and small helpers that every other file uses.

CACHE=${BRAMBLE_LAB_CACHE:-/var/cache/bramble-lab}
STATE_ROOT=${BRAMBLE_LAB_STATE:-/var/lib/bramble-lab}

PI_USER=pi
PI_PASSWORD=raspberry-in-the-lab
# The same inner addresses in every lab: each has a network namespace of its own.
GATEWAY=172.17.0.1
REPOSITORY_ADDRESS=10.230.0.1 # download.docker.com, when it is served; else it refuses
MIRROR_ADDRESS=10.230.0.2     # Debian's mirror as the Pi sees it
INTERNET_ADDRESS=10.230.0.3   # Let's Encrypt, DNS over HTTPS and what else internet/main.mjs stands for
PACKAGES_ADDRESS=10.230.0.4   # pkgs.tailscale.com, and the two below: when they are served; else they refuse
CONTROL_ADDRESS=10.230.0.5    # controlplane.tailscale.com and login.tailscale.com
HEADSCALE_ADDRESS=10.230.0.6  # headscale.lab.test
PUBLIC_ADDRESS=203.0.113.7    # the home's, from which its router leads ports 80 and 443 to the Pi

select_lab() {
  NAME=$1
  STATE=$STATE_ROOT/$NAME
  NETNS=bramble-$NAME
  DOCKER_SOCKET=$STATE/docker.sock
  export DOCKER_HOST=unix://$DOCKER_SOCKET
  if [ -f "$STATE/address" ]; then
    read -r ROOT_HOST PI_HOST <"$STATE/address"
  fi
}

parse_options() {
  local name=lab
  VARIANT='' ALL=no DOCKER_MB=400 DATA_MB=40 ARGUMENTS=()
  while [ $# -gt 0 ]; do
    case $1 in
      --name) name=$2; shift 2 ;;
      --variant) VARIANT=$2; shift 2 ;;
      --docker-mb) DOCKER_MB=$2; shift 2 ;;
      --data-mb) DATA_MB=$2; shift 2 ;;
      --all) ALL=yes; shift ;;
      --) shift; ARGUMENTS+=("$@"); break ;;
      *) ARGUMENTS+=("$1"); shift ;;
    esac
  done
  [[ $name =~ ^[a-z0-9][a-z0-9-]{0,40}$ ]] || fail "a lab's name is lower-case letters, digits and dashes: '$name'"
  select_lab "$name"
}

say() { echo "lab: $*" >&2; }
fail() { echo "lab: $*" >&2; exit 1; }
need_root() { [ "$(id -u)" = 0 ] || fail 'this needs root: it makes network namespaces and mounts'; }
is_up() { [ -d "$STATE" ]; }
need_up() { [ -f "$STATE/lab.json" ] || fail "lab '$NAME' is not up: run 'lab up --name $NAME'"; }
all_labs() { [ ! -d "$STATE_ROOT" ] || ls "$STATE_ROOT"; }

timed() {
  local what=$1 began=$EPOCHREALTIME
  shift
  "$@"
  say "$what: $(awk -v from="$began" -v to="$EPOCHREALTIME" 'BEGIN {printf "%.1f", to - from}') s"
}

in_netns() { nsenter --net="/run/netns/$NETNS" "$@"; }

# Waits until a command succeeds; the limit is in tenths of a second.
wait_until() {
  local limit=$1
  shift
  until "$@" >/dev/null 2>&1; do
    limit=$((limit - 1))
    [ "$limit" -gt 0 ] || return 1
    sleep 0.1
  done
}

# Starts a program of this lab in the background, away from this terminal, and remembers its pid.
spawn() {
  local what=$1
  shift
  setsid "$@" </dev/null >"$STATE/log/$what.log" 2>&1 9>&- &
  echo "$! $(process_birth $!)" >"$STATE/pid/$what"
}

# A pid alone may be another program's by now; with its start time it is ours.
process_birth() { awk '{print $22}' "/proc/$1/stat" 2>/dev/null || echo gone; }

end_process() {
  local file=$STATE/pid/$1 pid birth
  [ -f "$file" ] || return 0
  read -r pid birth <"$file"
  rm -f "$file"
  [ "$(process_birth "$pid")" = "$birth" ] || return 0
  kill "$pid" 2>/dev/null || return 0
  wait_until 150 process_gone "$pid" "$birth" || kill -KILL "$pid" 2>/dev/null || true
}

process_gone() {
  [ "$(process_birth "$1")" != "$2" ] || [ "$(awk '{print $3}' "/proc/$1/stat" 2>/dev/null)" = Z ]
}
