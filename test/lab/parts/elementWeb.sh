# A stand-in for Element Web: a page that says so, and the file that the real one is configured by.
# uses: lib/busybox-tree.sh
# uses: parts/element-web
source "$LAB_HOME/lib/busybox-tree.sh"
unpacked=$OUT/unpacked tree=$OUT/tree
unpack_debian trixie busybox-static,ca-certificates "$unpacked"
busybox_tree "$tree" "$unpacked"
echo 'nginx:x:101:101:nginx:/var/cache/nginx:/sbin/nologin' >>"$tree/etc/passwd"
echo 'nginx:x:101:' >>"$tree/etc/group"
install -d "$tree/app"
cp "$LAB_HOME/parts/element-web/index.html" "$LAB_HOME/parts/element-web/config.json" "$tree/app/"
install -m 755 "$LAB_HOME/parts/element-web/docker-entrypoint.sh" "$tree/docker-entrypoint.sh"
rm -rf --one-file-system "$unpacked"
echo 'stand-in' >"$OUT/version"
image "$tree" '{
  "User": "nginx",
  "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "ELEMENT_WEB_PORT=80"],
  "Entrypoint": ["/docker-entrypoint.sh"],
  "ExposedPorts": {"80/tcp": {}},
  "Labels": {"org.bramble.stand-in": "true"},
  "StopSignal": "SIGQUIT",
  "Healthcheck": {"Test": ["CMD-SHELL", "wget -q --spider http://localhost:$ELEMENT_WEB_PORT/config.json"],
    "StartPeriod": 5000000000}
}'
