# The real mautrix-whatsapp, from Go's module proxy: the version of whatsapp/go.mod, the newest that the checksum database
# vouches for, one month older than the image that it stands behind.
# uses: lib/bridge-tree.sh
# uses: lib/bridge-run.sh
command -v go >/dev/null || { echo 'Go is needed to build mautrix-whatsapp'; exit 1; }
source "$LAB_HOME/lib/bridge-tree.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$LAB_HOME/parts/whatsapp/." "$work"
version=$(awk '$2 == "go.mau.fi/mautrix-whatsapp" {print $3}' "$work/go.mod")
# goolm: encryption without a C library; SQLite, which no test uses, is C all the same.
(cd "$work" && http_proxy='' GOFLAGS=-mod=mod CGO_ENABLED=1 go build -tags goolm -trimpath \
  -ldflags "-s -w -X main.Tag=$version" \
  -o "$OUT/mautrix-whatsapp" go.mau.fi/mautrix-whatsapp/cmd/mautrix-whatsapp)
bridge_image whatsapp "$version" '{}'
