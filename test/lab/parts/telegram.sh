# In the place of mautrix-telegram, whose module the Go module proxy does not hand out: the real framework of the same release
# (mautrix-go, telegram/go.mod) around an imaginary network.
# uses: lib/bridge-tree.sh
# uses: lib/bridge-run.sh
command -v go >/dev/null || { echo "Go is needed to build Telegram's stand-in"; exit 1; }
source "$LAB_HOME/lib/bridge-tree.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$LAB_HOME/parts/telegram/." "$work"
(cd "$work" && http_proxy='' GOFLAGS=-mod=mod CGO_ENABLED=1 go build -tags goolm -trimpath -ldflags '-s -w' \
  -o "$OUT/mautrix-telegram" .)
bridge_image telegram 'stand-in' '{"org.bramble.stand-in": "true"}'
