# The real Traefik: a proxy that the owner runs already. Its module needs the replacements of its own go.mod, which a
# dependency's do not reach: parts/traefik/go.mod repeats them. Its dashboard is not in it.
command -v go >/dev/null || { echo 'Go is needed to build Traefik'; exit 1; }
unset http_proxy
tree=$OUT/tree
install -d "$tree/usr/local/bin" "$tree/etc/ssl/certs" "$tree/etc/traefik" "$tree/tmp"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$LAB_HOME/parts/traefik/." "$work"
version=$(awk '$2 == "github.com/traefik/traefik/v3" {print $3}' "$work/go.mod")
(cd "$work" && GOFLAGS=-mod=mod CGO_ENABLED=0 go build -trimpath \
  -ldflags "-s -w -X github.com/traefik/traefik/v3/pkg/version.Version=${version#v}" \
  -o "$tree/usr/local/bin/traefik" github.com/traefik/traefik/v3/cmd/traefik)
echo "$version" >"$OUT/version"
image "$tree" '{
  "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
  "Entrypoint": ["/usr/local/bin/traefik"],
  "ExposedPorts": {"80/tcp": {}}
}'
