# The pocket-id double, in the place of Pocket ID, which no package registry has: it takes the calls that are documented, and
# refuses all others.
# uses: parts/pocket-id
command -v go >/dev/null || { echo 'Go is needed to build the pocket-id double'; exit 1; }
unset http_proxy
tree=$OUT/tree
install -d "$tree/app/data" "$tree/etc"
install -d -m 1777 "$tree/tmp"
(cd "$LAB_HOME/parts/pocket-id" && CGO_ENABLED=0 go build -trimpath -o "$tree/app/pocket-id" .)
printf 'root:x:0:0:root:/root:/sbin/nologin\n' >"$tree/etc/passwd"
printf 'root:x:0:\n' >"$tree/etc/group"
printf '127.0.0.1 localhost\n' >"$tree/etc/hosts"
echo 'stand-in' >"$OUT/version"
image "$tree" '{
  "WorkingDir": "/app",
  "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "APP_ENV=production"],
  "Entrypoint": ["/app/pocket-id"],
  "ExposedPorts": {"1411/tcp": {}},
  "Labels": {"org.bramble.stand-in": "true"},
  "Healthcheck": {"Test": ["CMD", "/app/pocket-id", "healthcheck"], "Interval": 90000000000, "Timeout": 5000000000,
    "StartPeriod": 10000000000, "Retries": 3}
}'
