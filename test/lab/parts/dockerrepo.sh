# Docker's own apt repository in its real shape, signed by a key of the lab's. Its packages are Debian's under Docker's
# names (they cannot simply depend on Debian's: those conflict with these names), so a real Docker is there afterwards.
suite=trixie
site=$OUT/site
root=$site/linux/debian
pool=$root/dists/$suite/pool/stable/amd64
work=$(mktemp -d)
trap 'gpgconf --homedir "$work/gnupg" --kill all; rm -rf "$work"' EXIT
install -d "$pool" "$root/dists/$suite/stable/binary-amd64"

index=$work/Packages
curl -fsS "$MIRROR_HTTP/dists/$suite/main/binary-amd64/Packages.xz" | xz -d >"$index"
field() { awk -v package="$1" -v field="$2:" '$1 == "Package:" {here = $2 == package} here && $1 == field {print $2; exit}' "$index"; }

# renamed NAME VERSION FROM... : the first one's control file and scripts, the files of all
renamed() {
  local name=$1 version=$2 from file tree=$work/$1
  shift 2
  for from in "$@"; do
    file=$work/$from.deb
    curl -fsS -o "$file" "$MIRROR_HTTP/$(field "$from" Filename)"
    if [ -d "$tree" ]; then dpkg-deb -x "$file" "$tree"; else dpkg-deb -R "$file" "$tree"; fi
  done
  sed -E -i -e "s/^Package:.*/Package: $name/" -e "s/^Version:.*/Version: $version/" \
    -e '/^(Source|Conflicts|Breaks|Replaces|Recommends|Suggests|Provides|Built-Using|Static-Built-Using|Original-Maintainer):/d' \
    -e 's/^Maintainer:.*/Maintainer: The lab of Bramble <lab@bramble.invalid>/' \
    -e '/^Depends:/ {s/\brunc( \([^)]*\))?,? ?//; s/\bcontainerd( \([^)]*\))?/containerd.io/; s/\bdocker-cli( \([^)]*\))?/docker-ce-cli/; s/, *$//}' \
    "$tree/DEBIAN/control"
  # As upstream's: they take the place of Debian's.
  sed -i "/^Depends:/a Conflicts: $(echo "$*" | sed 's/ /, /g')\nReplaces: $(echo "$*" | sed 's/ /, /g')" "$tree/DEBIAN/control"
  dpkg-deb --root-owner-group -Zgzip -z1 -b "$tree" "$pool/${name}_${version#*:}_amd64.deb"
}
# Upstream's way of writing versions, with the numbers of what is inside.
number() { field "$1" Version | sed -E 's/^[0-9]+://; s/[+~-].*//'; }
tail="1~debian.13~$suite"
renamed docker-ce "5:$(number docker.io)-$tail" docker.io
renamed docker-ce-cli "5:$(number docker-cli)-$tail" docker-cli
renamed containerd.io "$(number containerd)-1" containerd runc
renamed docker-compose-plugin "$(number docker-compose)-$tail" docker-compose
renamed docker-buildx-plugin "$(number docker-buildx)-$tail" docker-buildx

cd "$root"
apt-ftparchive packages "dists/$suite/pool/stable/amd64" >"dists/$suite/stable/binary-amd64/Packages"
gzip -k "dists/$suite/stable/binary-amd64/Packages"
apt-ftparchive -o APT::FTPArchive::Release::Origin=Docker -o APT::FTPArchive::Release::Label='Docker CE' \
  -o APT::FTPArchive::Release::Suite=$suite -o APT::FTPArchive::Release::Codename=$suite \
  -o APT::FTPArchive::Release::Architectures=amd64 -o APT::FTPArchive::Release::Components=stable \
  release "dists/$suite" >"$work/Release"
mv "$work/Release" "dists/$suite/Release"

install -d -m 700 "$work/gnupg"
gpg() { command gpg --homedir "$work/gnupg" --batch --quiet "$@"; }
gpg --passphrase '' --quick-generate-key "The lab's Docker repository <lab@bramble.invalid>" rsa3072 sign never
gpg --clearsign --output "dists/$suite/InRelease" "dists/$suite/Release"
gpg --armor --detach-sign --output "dists/$suite/Release.gpg" "dists/$suite/Release"
gpg --armor --export >gpg

# A certificate authority for one certificate: its key is not kept.
cd "$OUT"
openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=The lab's certificate authority" \
  -keyout "$work/ca.key" -out ca.crt
openssl req -newkey rsa:2048 -nodes -subj /CN=download.docker.com -keyout server.key -out "$work/server.csr"
openssl x509 -req -in "$work/server.csr" -CA ca.crt -CAkey "$work/ca.key" -CAcreateserial -days 3650 -out server.crt \
  -extfile <(printf 'subjectAltName=DNS:download.docker.com\nextendedKeyUsage=serverAuth\n')
