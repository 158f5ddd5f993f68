# The Pi: a container whose PID 1 is systemd, empty again after every reset.

reset_pi() {
  local variant=$1 tree
  case $variant in
    trixie | nopasswd | german | noisy | hostkey | full | dockerrepo | tailnet) tree=pi-trixie ;;
    bookworm) tree=pi-bookworm ;;
    i386) tree=pi-i386 ;;
    *) fail "there is no variant '$variant'" ;;
  esac
  remove_pi
  heal_faults
  reset_internet
  import_tree "$tree"
  make_disks "$variant"
  [ "$variant" != dockerrepo ] || start_repository
  [ "$variant" != tailnet ] || start_tailnet
  create_pi "$variant" "$IMAGE"
  dress_pi "$variant"
  start_pi
  write_lab_json "$variant"
}

import_tree() {
  local dir
  dir=$(used_part "$1")
  IMAGE=bramble-lab/$(basename "$dir" | sed -E 's/-([0-9a-f]{12})$/:\1/')
  docker image inspect "$IMAGE" >/dev/null 2>&1 || docker import - "$IMAGE" <"$dir/tree.tar" >/dev/null
}

# The volumes that Docker on the Pi writes to; for `full`, two small disks.
make_disks() {
  local variant=$1
  mkdir -p "$STATE/pi/docker" "$STATE/pi/containerd"
  DATA_VOLUME=()
  if [ "$variant" = full ]; then
    small_disk docker "$DOCKER_MB"
    small_disk bramble "$DATA_MB"
    DATA_VOLUME=(-v "$STATE/pi/bramble:/opt/bramble")
  fi
}

small_disk() {
  local name=$1 megabytes=$2
  mkdir -p "$STATE/pi/$name"
  truncate -s "${megabytes}M" "$STATE/pi/$name.img"
  mkfs.ext4 -q -m 0 "$STATE/pi/$name.img"
  mount -o loop "$STATE/pi/$name.img" "$STATE/pi/$name"
  rmdir "$STATE/pi/$name/lost+found"
}

create_pi() {
  local variant=$1 image=$2 hosts=() name
  for name in ghcr.io quay.io dock.mau.dev; do hosts+=(--add-host "$name:$GATEWAY"); done
  # Nothing listens there unless the repository is served: its name then refuses at once.
  hosts+=(--add-host "download.docker.com:$REPOSITORY_ADDRESS")
  write_hardware
  # systemd 257 boots on cgroup v1 only with the words at the end; the clock and the kernel are this machine's.
  docker create --name pi --hostname raspberrypi --restart=unless-stopped \
    --cap-add ALL --cap-drop SYS_RESOURCE --cap-drop SYS_TIME --cap-drop SYS_MODULE \
    --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined \
    --device-cgroup-rule='a *:* rwm' --cgroupns=host -v /sys/fs/cgroup:/sys/fs/cgroup:rw \
    --tmpfs /run --tmpfs /run/lock --tmpfs /tmp \
    -v "$STATE/pi/docker:/var/lib/docker" -v "$STATE/pi/containerd:/var/lib/containerd" "${DATA_VOLUME[@]}" \
    -v "$STATE/hardware/firmware:/sys/firmware:ro" -v "$STATE/hardware/cpuinfo:/proc/cpuinfo:ro" \
    "${hosts[@]}" -e container=docker "$image" \
    /lib/systemd/systemd SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1 systemd.unified_cgroup_hierarchy=0 >/dev/null
}

# /proc/device-tree leads to /sys/firmware/devicetree/base on a Pi. This kernel has neither, and /proc takes no new names.
write_hardware() {
  local tree=$STATE/hardware/firmware/devicetree/base
  mkdir -p "$tree"
  printf 'Raspberry Pi 5 Model B Rev 1.0\0' >"$tree/model"
  printf 'raspberrypi,5-model-b\0brcm,bcm2712\0' >"$tree/compatible"
  {
    cat /proc/cpuinfo
    printf 'Revision\t: d04170\nSerial\t\t: 0000000000001ab5\nModel\t\t: Raspberry Pi 5 Model B Rev 1.0\n'
  } >"$STATE/hardware/cpuinfo"
}

# What makes this Pi this Pi is copied in before its first start: keys, password, and the variant's peculiarity.
dress_pi() {
  local variant=$1 wear=$STATE/wear keys=hostkeys
  rm -rf "$wear"
  mkdir -p "$wear"/etc/{ssh,docker,sudoers.d} "$wear/home/pi"
  [ "$variant" != hostkey ] || keys=hostkeys-other
  make_host_keys "$STATE/$keys"
  cp -p "$STATE/$keys"/ssh_host_* "$wear/etc/ssh/"
  cat >"$wear/etc/docker/daemon.json" <<TEXT
{"insecure-registries":["ghcr.io","quay.io","dock.mau.dev","$GATEWAY:5000"],"registry-mirrors":["http://$GATEWAY:5000"]}
TEXT
  set_password "$wear"
  case $variant in
    nopasswd) echo 'pi ALL=(ALL) NOPASSWD: ALL' >"$wear/etc/sudoers.d/010_pi-nopasswd" ;;
    german)
      # sshd's PAM reads both, whatever the shell; /etc/default/locale leads to the first.
      echo 'LANG=de_DE.UTF-8' | tee "$wear/etc/locale.conf" >"$wear/etc/environment"
      echo 'LANGUAGE=de' >>"$wear/etc/environment"
      ;;
    noisy)
      printf '%s\n' 'echo "Welcome home, $USER!"' 'echo "bash: /home/pi/.nvm/nvm.sh: No such file or directory" >&2' >"$wear/home/pi/.bashrc"
      ;;
    dockerrepo) wear_repository "$wear" ;;
    tailnet) wear_tailnet "$wear" ;;
  esac
  wear_internet "$wear"
  chmod 750 "$wear/etc/sudoers.d"
  [ -z "$(ls -A "$wear/etc/sudoers.d")" ] || chmod 440 "$wear/etc/sudoers.d"/*
  chown -R 1000:1000 "$wear/home/pi"
  chmod 700 "$wear/home/pi"
  tar -C "$wear" --numeric-owner -c . | docker cp -a - pi:/
}

make_host_keys() {
  local type
  [ ! -d "$1" ] || return 0
  mkdir -p "$1"
  for type in ed25519 ecdsa rsa; do
    ssh-keygen -q -t $type -N '' -C root@raspberrypi -f "$1/ssh_host_${type}_key"
  done
}

set_password() {
  local hash
  # By standard input: another lab on this machine may be watching every argv for this very word.
  hash=$(openssl passwd -6 -salt bramblelab -stdin <<<"$PI_PASSWORD")
  docker cp pi:/etc/shadow - | tar -xO | sed "s#^pi:[^:]*:#pi:$hash:#" >"$1/etc/shadow"
  chmod 640 "$1/etc/shadow"
  chown 0:42 "$1/etc/shadow"
}

start_pi() {
  in_netns iptables -F LAB-CUT 2>/dev/null || true
  docker start pi >/dev/null
  local address
  address=$(docker inspect -f '{{.NetworkSettings.IPAddress}}' pi)
  lead_to_pi "$address"
  lead_home "$address"
  wait_until 1200 sshd_answers || fail 'sshd on the Pi does not answer'
}

sshd_answers() {
  local line
  exec 8<>"/dev/tcp/$PI_HOST/22" || return 1
  read -r -t 2 line <&8
  exec 8>&-
  [[ $line == SSH-2.0-* ]]
}

# The network goes first: a Pi without power says goodbye to nobody.
kill_pi() {
  in_netns iptables -F LAB-CUT
  in_netns iptables -A LAB-CUT -i "$(interface_name b)" -j DROP
  in_netns iptables -A LAB-CUT -o "$(interface_name b)" -j DROP
  docker kill pi >/dev/null
}

remove_pi() {
  local nested=()
  [ ! -d "$STATE/pi/docker/containers" ] || mapfile -t nested < <(ls "$STATE/pi/docker/containers")
  nested+=($(docker inspect -f '{{.Id}}' pi 2>/dev/null || true))
  docker rm -f -v pi >/dev/null 2>&1 || true
  end_process repository
  end_tailnet
  remove_cgroups "${nested[@]}"
  unmount_below "$STATE/pi"
  # Aside first, so that a new Pi does not wait for the old one's images to be deleted.
  if [ -d "$STATE/pi" ]; then
    mv "$STATE/pi" "$(mktemp -d "$STATE/old-XXXXXX")/"
    spawn sweep rm -rf --one-file-system "$STATE"/old-*
  fi
}

write_lab_json() {
  local fingerprint
  fingerprint=$(ssh-keygen -lf "$STATE/wear/etc/ssh/ssh_host_ed25519_key.pub" | cut -d' ' -f2)
  PASSWORD=$PI_PASSWORD jq -n --arg name "$NAME" --arg host "$PI_HOST" --arg user "$PI_USER" \
    --arg key "$fingerprint" --arg docker "$DOCKER_HOST" --arg netns "$NETNS" --arg variant "$1" \
    --rawfile images "$(used_part registry)/images" \
    '{name: $name, host: $host, port: 22, user: $user, password: env.PASSWORD, hostKeySha256: $key, dockerHost: $docker,
      netns: $netns, variant: $variant,
      images: [$images | splits("\n") | select(. != "") | split(" ") | {name: .[0], reference: .[1], version: .[2]}]}' \
    >"$STATE/lab.json"
}

ssh_pi() {
  # For people at a terminal: the key is not looked at, it changes with the variant `hostkey`.
  SSHPASS=$PI_PASSWORD exec sshpass -e ssh -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no -o PubkeyAuthentication=no -o LogLevel=ERROR "$PI_USER@$PI_HOST" "$@"
}

exec_pi() { exec docker exec -i pi "$@"; }
