# tailscale, tailscaled and Headscale, and the lab's control server over Tailscale's own testcontrol, from Go's module
# proxy. The versions are those of control/go.mod and headscale/go.mod.
command -v go >/dev/null || { echo 'Go is needed to build tailscale and Headscale'; exit 1; }
unset http_proxy
control=$LAB_HOME/parts/tailscale/control
version=$(sed -nE 's#^require tailscale.com v##p' "$control/go.mod")
# tailscaled needs no C library; without it the programs run on every Debian.
export CGO_ENABLED=0

# programs VERSION: stamped as Tailscale's own build stamps them (tailscale.com/version), which `go build` alone does not
programs() {
  local stamp=tailscale.com/version
  install -d "$OUT/$1"
  (cd "$control" && go build -trimpath -ldflags "-s -w -X $stamp.shortStamp=$1 -X $stamp.longStamp=$1-lab" \
    -o "$OUT/$1/" tailscale.com/cmd/tailscale tailscale.com/cmd/tailscaled)
}
programs "$version"
# The same sources under the number of a version whose Funnel was broken: constructed, it is only for the gate that
# looks at the number.
programs 1.102.1
echo "$version" >"$OUT/version"

(cd "$control" && go build -trimpath -ldflags '-s -w' -o "$OUT/control" .)
(cd "$LAB_HOME/parts/tailscale/headscale" &&
  go build -trimpath -ldflags '-s -w' -o "$OUT/headscale" github.com/juanfont/headscale/cmd/headscale)

# What upstream's packages hold besides the programs.
source=$(cd "$control" && go list -m -f '{{.Dir}}' tailscale.com)
install -d "$OUT/package"
install -m 644 "$source"/cmd/tailscaled/{tailscaled.service,tailscaled.defaults,tailscale-online.target,tailscale-wait-online.service} "$OUT/package/"
for script in postinst prerm postrm; do install -m 755 "$source/release/deb/debian.$script.sh" "$OUT/package/$script"; done
