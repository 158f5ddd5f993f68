# A service that says what it was asked: the back end of the tests of the routes, in the place of every real service.
command -v go >/dev/null || { echo 'Go is needed to build the echo'; exit 1; }
unset http_proxy
tree=$OUT/tree
install -d "$tree/usr/local/bin"
(cd "$LAB_HOME/parts/echo" && CGO_ENABLED=0 go build -trimpath -o "$tree/usr/local/bin/echo" .)
echo '1' >"$OUT/version"
image "$tree" '{
  "Entrypoint": ["/usr/local/bin/echo"],
  "Labels": {"org.bramble.stand-in": "true"}
}'
