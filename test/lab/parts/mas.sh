# A stand-in for the Matrix Authentication Service, which no package registry has. Nothing that it answers is evidence
# about MAS; what it proves is that the files and addresses that MAS is given can be read and reached.
command -v go >/dev/null || { echo 'Go is needed to build the stand-in for MAS'; exit 1; }
unset http_proxy
tree=$OUT/tree
install -d "$tree/usr/local/bin" "$tree/etc/ssl/certs"
install -d -m 1777 "$tree/tmp"
(cd "$LAB_HOME/parts/mas" && CGO_ENABLED=0 go build -trimpath -o "$tree/usr/local/bin/mas-cli" .)
printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' >"$tree/etc/passwd"
printf 'root:x:0:\nnonroot:x:65532:\n' >"$tree/etc/group"
echo 'stand-in' >"$OUT/version"
image "$tree" '{
  "User": "65532:65532",
  "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
  "Entrypoint": ["/usr/local/bin/mas-cli"],
  "Labels": {"org.bramble.stand-in": "true"}
}'
