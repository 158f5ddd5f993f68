# Removes every trace of a lab; works on a half-started and on an already removed one too.

teardown_lab() {
  local outer=()
  if [ -d "$STATE" ]; then
    if docker version >/dev/null 2>&1; then remove_pi; fi
    [ ! -d "$STATE/docker/containers" ] || mapfile -t outer < <(ls "$STATE/docker/containers")
    local what
    end_tailnet
    for what in internet pebble-production pebble-staging registry-80 registry-5000 repository dnsmasq apt-proxy dockerd sweep; do end_process "$what"; done
    remove_cgroups "${outer[@]}"
    unmount_below "$STATE"
  fi
  remove_network
  rm -rf --one-file-system "$STATE"
  rmdir "$STATE_ROOT" 2>/dev/null || true
}

unmount_below() {
  local mount
  awk -v dir="$1/" 'index($2, dir) == 1 {print $2}' /proc/mounts | sort -r | while read -r mount; do
    umount "$mount" 2>/dev/null || umount -l "$mount"
  done
}

# Containers inside the Pi have their cgroups beside the Pi's own, and nobody is left to remove them.
remove_cgroups() {
  local id top
  for id in "$@"; do
    [[ $id =~ ^[0-9a-f]{64}$ ]] || continue
    for top in /sys/fs/cgroup/*/docker/"$id"; do
      [ ! -d "$top" ] || find "$top" -depth -type d -exec rmdir {} + 2>/dev/null || true
    done
  done
  # Only once no lab's container is in them any more.
  for top in /sys/fs/cgroup/*/docker; do
    [ ! -d "$top" ] || rmdir "$top" 2>/dev/null || true
  done
}
