# What recipes share. A recipe runs as a program of its own and leaves its result in $OUT; it is given
# MIRROR, SECURITY, PROXY, CACHE and LAB_HOME.

export TMPDIR=$CACHE http_proxy=$PROXY
MIRROR_HTTP=$(echo "$MIRROR" | sed -E 's#^https:#http:#')
SECURITY_HTTP=$(echo "$SECURITY" | sed -E 's#^https:#http:#')

# debian SUITE PACKAGE,... OUTPUT [mmdebstrap options]: a Debian tree, as a directory or, by its name, a .tar
debian() {
  local suite=$1 packages=$2 output=$3
  shift 3
  mmdebstrap --mode=root --variant=minbase --include="$packages" \
    --aptopt="Acquire::http::Proxy \"$PROXY\"" \
    --aptopt='Acquire::Languages "none"' \
    --aptopt='Acquire::Check-Valid-Until "false"' \
    --dpkgopt=force-unsafe-io \
    "$@" "$suite" "$output" "$MIRROR_HTTP"
  # Our apt settings are the build's, not the machine's.
}

# A tree for an image, without what no server reads.
debian_slim() {
  local suite=$1 packages=$2 output=$3
  shift 3
  debian "$suite" "$packages" "$output" \
    '--dpkgopt=path-exclude=/usr/share/doc/*' '--dpkgopt=path-exclude=/usr/share/man/*' \
    '--dpkgopt=path-exclude=/usr/share/locale/*' '--dpkgopt=path-exclude=/usr/share/info/*' "$@"
}

# Packages unpacked and not installed: for images that are one program and little else.
unpack_debian() {
  local suite=$1 packages=$2 output=$3
  mmdebstrap --mode=root --variant=extract --include="$packages" \
    --aptopt="Acquire::http::Proxy \"$PROXY\"" --aptopt='Acquire::Check-Valid-Until "false"' \
    "$suite" "$output" "$MIRROR_HTTP"
}

# An image is its one layer and its configuration; push-image.mjs makes the rest.
image() {
  local tree=$1 config=$2
  tar -C "$tree" --numeric-owner --xattrs --xattrs-include='security.capability' --sort=name -c . | gzip -1 >"$OUT/layer.tar.gz"
  jq . <<<"$config" >"$OUT/config.json"
  rm -rf --one-file-system "$tree"
}

version_of() { dpkg-query --admindir="$1/var/lib/dpkg" -W -f '${Version}\n' "$2"; }
