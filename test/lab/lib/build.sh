# Builds what is missing in the cache. A part is a directory NAME-KEY, where KEY is the hash of all that goes into it:
# its recipe parts/NAME.sh, the files in parts/NAME/, the shared recipe code, and the keys of the parts it is made from.

IMAGES=(synapse postgres caddy elementWeb mas nginx echo pocketId keycloak traefik whatsapp telegram)

build_all() {
  prepare_machine
  mkdir -p "$CACHE/log"
  exec 9>"$CACHE/lock"
  flock 9
  sweep_cache
  find_mirror
  start_build_proxy
  # Two at a time: the machines that this runs on have two cores.
  build_parts authority pi-trixie synapse
  build_parts whatsapp telegram traefik keycloak postgres caddy elementWeb mas nginx echo pocketId
  build_parts pi-bookworm pi-i386
  build_parts tailscale
  build_parts tailscalerepo dockerrepo registry
  end_build_proxy
  exec 9>&-
}

build_parts() {
  local name running=0 failed=''
  for name in "$@"; do
    if [ "$running" -ge 2 ]; then wait -n || true; running=$((running - 1)); fi
    build_part "$name" &
    running=$((running + 1))
  done
  wait_all_but_proxy
  for name in "$@"; do
    [ -d "$(part_dir "$name")" ] || failed="$failed $name"
  done
  for name in $failed; do
    # An image whose source cannot be reached is left out, and its tests are skipped by name; all else must be there.
    [[ " ${IMAGES[*]} dockerrepo tailscale tailscalerepo " == *" $name "* ]] || { end_build_proxy; fail "part $name could not be built"; }
  done
}

build_part() {
  local name=$1 dir temporary began=$SECONDS
  dir=$(part_dir "$name")
  if [ -d "$dir" ]; then
    say "warm  $name"
    return 0
  fi
  temporary=$(mktemp -d "$CACHE/tmp-$name-XXXXXX")
  chmod 755 "$temporary"
  # Each recipe is a program of its own: it ends with its first failing command, and cannot touch our variables.
  if LAB_HOME=$LAB_HOME CACHE=$CACHE MIRROR=$MIRROR SECURITY=$SECURITY PROXY=$PROXY OUT=$temporary \
    bash -euo pipefail -c 'source "$LAB_HOME/lib/recipe.sh"; source "$LAB_HOME/parts/$1.sh"' recipe "$name" \
    >"$CACHE/log/$name.log" 2>&1 9>&-; then
    mv "$temporary" "$dir"
    remove_older "$name" "$dir"
    say "cold  $name: $((SECONDS - began)) s, $(du -sh "$dir" | cut -f1)"
  else
    say "left out: $name (see $CACHE/log/$name.log): $(grep -v '^[[:space:]]*$' "$CACHE/log/$name.log" | tail -1)"
    discard "$temporary"
  fi
}

part_dir() { echo "$CACHE/$1-$(part_key "$1")"; }

part_key() {
  local name=$1 input
  {
    cat "$LAB_HOME/lib/recipe.sh" "$LAB_HOME/parts/$name.sh"
    [ ! -d "$LAB_HOME/parts/$name" ] || find "$LAB_HOME/parts/$name" -type f | sort | xargs cat
    for input in $(sed -nE 's/^# uses: //p' "$LAB_HOME/parts/$name.sh"); do
      case $input in
        images) image_inputs ;;
        */*) find "$LAB_HOME/$input" -type f | sort | xargs cat ;;
        *) part_key "$input" ;;
      esac
    done
  } | sha256sum | cut -c1-12
}

# What the registry's contents depend on: the references, and the images behind them.
image_inputs() {
  local name
  for name in "${IMAGES[@]}"; do
    echo "$name $(image_ref "$name")"
    [ ! -d "$(part_dir "$name")" ] || part_key "$name"
  done
  [ -z "${BRAMBLE_LAB_IMAGES:-}" ] || stat -c '%n %s %Y' "$BRAMBLE_LAB_IMAGES"/*
}

# The product's own list is the truth; images.txt stands in where it lacks a name.
image_ref() {
  local ref='' list=$LAB_HOME/../../provisioners/images.ts
  [ ! -f "$list" ] || ref=$(sed -nE "s/^[[:space:]]*['\"]?$1['\"]?:[[:space:]]*['\"]([^'\"]+)['\"].*/\1/p" "$list" | head -1)
  [ -n "$ref" ] || ref=$(sed -nE "s/^$1:[[:space:]]*//p" "$LAB_HOME/images.txt")
  [ -n "$ref" ] || fail "no image reference is known for '$1'"
  echo "$ref"
}

# Older builds of a part, kept while a lab that may be using them is up.
remove_older() {
  local old
  [ -z "$(all_labs)" ] || return 0
  for old in "$CACHE/$1"-*; do
    [[ $old =~ /$1-[0-9a-f]{12}$ ]] && [ "$old" != "$2" ] && discard "$old"
  done
  return 0
}

# What an interrupted build left: this is called under the lock, so nobody is working there.
sweep_cache() {
  local left
  for left in "$CACHE"/tmp-*; do
    [ ! -e "$left" ] || discard "$left"
  done
}

# Never follows a mount that a broken chroot may have left inside.
discard() {
  local mount
  awk -v dir="$1/" 'index($2, dir) == 1 {print $2}' /proc/mounts | sort -r | while read -r mount; do
    umount -l "$mount" || true
  done
  rm -rf --one-file-system "$1"
}

start_build_proxy() {
  local log=$CACHE/log/apt-proxy.log
  proxy_command 127.0.0.1:0 /dev/null
  "${PROXY_COMMAND[@]}" >"$log" 2>&1 9>&- &
  BUILD_PROXY=$!
  # shellcheck disable=SC2064
  trap "kill $BUILD_PROXY 2>/dev/null || true" EXIT
  wait_until 100 grep -q listening "$log" || fail 'the apt proxy does not start'
  PROXY=http://$(sed -nE 's/^listening on //p' "$log")
}

end_build_proxy() {
  kill "$BUILD_PROXY" 2>/dev/null || true
  wait "$BUILD_PROXY" 2>/dev/null || true
  trap - EXIT
}

wait_all_but_proxy() {
  local pid
  for pid in $(jobs -pr); do
    [ "$pid" = "$BUILD_PROXY" ] || wait "$pid" || true
  done
}

# A running lab keeps to the parts that it was started with, whatever has been edited since.
pin_parts() {
  local name
  mkdir -p "$STATE/parts"
  for name in pi-trixie pi-bookworm pi-i386 registry dockerrepo authority tailscale tailscalerepo; do
    ln -sfn "$(part_dir "$name")" "$STATE/parts/$name"
  done
}

used_part() { if [ -e "$STATE/parts/$1" ]; then readlink "$STATE/parts/$1"; else part_dir "$1"; fi; }

warn_if_older() {
  [ "$(used_part registry)" = "$(part_dir registry)" ] ||
    say "the images or recipes have changed since this lab was started: 'lab up --name $NAME' takes them in"
}
