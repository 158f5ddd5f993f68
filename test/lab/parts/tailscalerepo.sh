# Tailscale's apt repository in its real shape (scripts/installer.sh, release/dist/unixpkgs), signed by a key of the lab's:
# upstream's own unit and scripts, and the programs of part `tailscale`.
# uses: tailscale
built=$(source "$LAB_HOME/lib/common.sh" && source "$LAB_HOME/lib/build.sh" && part_dir tailscale)
[ -d "$built" ] || { echo 'tailscale could not be built'; exit 1; }
root=$OUT/site/stable/debian
work=$(mktemp -d)
trap 'gpgconf --homedir "$work/gnupg" --kill all; rm -rf "$work"' EXIT
install -d "$root/pool" "$root/dists"

install -d -m 700 "$work/gnupg"
gpg() { command gpg --homedir "$work/gnupg" --batch --quiet "$@"; }
gpg --passphrase '' --quick-generate-key "The lab's Tailscale repository <lab@bramble.invalid>" rsa3072 sign never
gpg --export >"$work/key.gpg"

pack() { dpkg-deb --root-owner-group -Zgzip -z1 -b "$1" "$root/pool/$2"; }

for version in $(cd "$built" && ls -d [0-9]*); do
  tree=$work/tailscale-$version
  install -d "$tree/DEBIAN" "$tree/usr/bin" "$tree/usr/sbin" "$tree/lib/systemd/system" "$tree/etc/default"
  install -m 755 "$built/$version/tailscale" "$tree/usr/bin/"
  install -m 755 "$built/$version/tailscaled" "$tree/usr/sbin/"
  install -m 644 "$built"/package/*.service "$built"/package/*.target "$tree/lib/systemd/system/"
  install -m 644 "$built/package/tailscaled.defaults" "$tree/etc/default/tailscaled"
  install -m 755 "$built"/package/{postinst,prerm,postrm} "$tree/DEBIAN/"
  echo /etc/default/tailscaled >"$tree/DEBIAN/conffiles"
  cat >"$tree/DEBIAN/control" <<TEXT
Package: tailscale
Version: $version
Section: net
Priority: extra
Architecture: amd64
Maintainer: The lab of Bramble <lab@bramble.invalid>
Depends: iptables
Recommends: tailscale-archive-keyring (>= 1.35.181), iproute2
Replaces: tailscale-relay
Conflicts: tailscale-relay
Homepage: https://www.tailscale.com
Description: Tailscale's programs, built for the lab
TEXT
  pack "$tree" "tailscale_${version}_amd64.deb"
done

tree=$work/keyring
install -d "$tree/DEBIAN" "$tree/usr/share/keyrings"
install -m 644 "$work/key.gpg" "$tree/usr/share/keyrings/tailscale-archive-keyring.gpg"
cat >"$tree/DEBIAN/control" <<'TEXT'
Package: tailscale-archive-keyring
Version: 1.35.181
Section: misc
Priority: optional
Architecture: all
Maintainer: The lab of Bramble <lab@bramble.invalid>
Description: The key of the lab's Tailscale repository
TEXT
pack "$tree" tailscale-archive-keyring_1.35.181_all.deb

cd "$root"
for suite in trixie bookworm; do
  install -d "dists/$suite/main/binary-amd64" "$suite"
  apt-ftparchive packages pool >"dists/$suite/main/binary-amd64/Packages"
  gzip -k "dists/$suite/main/binary-amd64/Packages"
  apt-ftparchive -o APT::FTPArchive::Release::Origin=Tailscale -o APT::FTPArchive::Release::Label=Tailscale \
    -o APT::FTPArchive::Release::Suite=$suite -o APT::FTPArchive::Release::Codename=$suite \
    -o APT::FTPArchive::Release::Architectures='amd64 all' -o APT::FTPArchive::Release::Components=main \
    release "dists/$suite" >"$work/Release"
  mv "$work/Release" "dists/$suite/Release"
  gpg --clearsign --output "dists/$suite/InRelease" "dists/$suite/Release"
  gpg --armor --detach-sign --output "dists/$suite/Release.gpg" "dists/$suite/Release"
  cp "$work/key.gpg" "$suite.noarmor.gpg"
  gpg --armor --export >"$suite.asc"
  printf '# Tailscale packages for debian %s\ndeb [signed-by=/usr/share/keyrings/tailscale-archive-keyring.gpg] https://pkgs.tailscale.com/stable/debian %s main\n' \
    $suite $suite >"$suite.tailscale-keyring.list"
  echo OK >"$suite/installer-supported"
done
