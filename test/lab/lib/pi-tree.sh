# The Pi's root file system: a plain Debian with what Raspberry Pi OS has before anybody installs anything.

PI_PACKAGES=systemd,systemd-sysv,udev,openssh-server,sudo,ca-certificates,curl,iproute2,dbus,python3,locales
PI_PACKAGES=$PI_PACKAGES,procps,iputils-ping,less,kmod,apt-utils,bash-completion

pi_tree() {
  local suite=$1 tree=$OUT/tree
  shift
  debian "$suite" "$PI_PACKAGES" "$tree" "$@"
  rm -f "$tree"/etc/apt/apt.conf.d/99mmdebstrap "$tree"/etc/dpkg/dpkg.cfg.d/99mmdebstrap
  write_apt_sources "$suite" "$tree"
  write_locales "$tree"
  add_user "$tree"
  tidy_units "$tree"
  cp -a "$LAB_HOME/pi/files/." "$tree/"
  chmod 755 "$tree/usr/bin/vcgencmd"
  # As on a Pi, the lists are there before the first `apt-get update`... and old: the product must update first.
  rm -rf "$tree"/var/lib/apt/lists/* "$tree"/etc/ssh/ssh_host_*
  : >"$tree/etc/machine-id"
  tar -C "$tree" --numeric-owner --xattrs --xattrs-include='security.capability' -c . >"$OUT/tree.tar"
  rm -rf --one-file-system "$tree"
}

# Through the lab's name server the mirror's name leads to the lab's proxy, so apt inside is used as it comes.
write_apt_sources() {
  local suite=$1 tree=$2
  rm -f "$tree/etc/apt/sources.list"
  cat >"$tree/etc/apt/sources.list.d/debian.sources" <<TEXT
Types: deb
URIs: $MIRROR_HTTP
Suites: $suite $suite-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
TEXT
  if [ -n "$SECURITY_HTTP" ]; then
    cat >>"$tree/etc/apt/sources.list.d/debian.sources" <<TEXT

Types: deb
URIs: $SECURITY_HTTP
Suites: $suite-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
TEXT
  fi
  # A mirror that has stood still is good enough for a lab.
  echo 'Acquire::Check-Valid-Until "false";' >"$tree/etc/apt/apt.conf.d/90lab-old-mirror"
}

write_locales() {
  local tree=$1
  printf '%s\n' 'en_GB.UTF-8 UTF-8' 'de_DE.UTF-8 UTF-8' >"$tree/etc/locale.gen"
  chroot "$tree" locale-gen
  echo 'LANG=en_GB.UTF-8' >"$tree/etc/default/locale"
}

add_user() {
  local tree=$1
  chroot "$tree" useradd -m -u 1000 -s /bin/bash -G sudo,adm,dialout,cdrom,audio,video,plugdev,users pi
}

# The container's network is the lab's, its clock the machine's, its console nobody's.
tidy_units() {
  local tree=$1 unit
  for unit in systemd-networkd.service systemd-networkd.socket systemd-networkd-wait-online.service \
    systemd-timesyncd.service systemd-resolved.service getty@.service console-getty.service \
    systemd-udevd.service systemd-udev-trigger.service systemd-modules-load.service systemd-sysctl.service \
    systemd-logind.service apt-daily.timer apt-daily-upgrade.timer; do
    case $unit in
      systemd-logind.service | systemd-udevd.service | systemd-udev-trigger.service) continue ;;
    esac
    ln -sf /dev/null "$tree/etc/systemd/system/$unit"
  done
}
