# What this machine must have; installed here, so that a fresh one needs nothing by hand.

PACKAGES=(docker.io docker-registry mmdebstrap arch-test dnsmasq-base iptables iproute2 e2fsprogs libcap2-bin sshpass
  openssh-client curl ca-certificates xz-utils openssl jq mawk apt-utils gpg pebble)

prepare_machine() {
  local package missing=()
  for package in "${PACKAGES[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  command -v node >/dev/null || fail 'Node.js 20 is needed (the project needs it as well)'
  [ ${#missing[@]} -gt 0 ] || return 0
  install_packages "${missing[@]}"
}

install_packages() {
  say "installing Debian packages: $*"
  local policy=/usr/sbin/policy-rc.d ours=no
  # Docker and the registry are started by the lab, in its own namespace; never by their packages.
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod 755 $policy
    ours=yes
  fi
  mkdir -p "$CACHE"
  {
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
  } >"$CACHE/packages.log" 2>&1 || { tail -5 "$CACHE/packages.log" >&2; fail "apt-get could not install: $*"; }
  [ $ours = no ] || rm -f $policy
}
