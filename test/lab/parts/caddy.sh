# The real Caddy of Debian sid in a small tree, behind the contract of the image that it is named after.
# uses: lib/busybox-tree.sh
# uses: authority
source "$LAB_HOME/lib/busybox-tree.sh"
unpacked=$OUT/unpacked tree=$OUT/tree
unpack_debian sid caddy,busybox-static,ca-certificates,media-types "$unpacked"
busybox_tree "$tree" "$unpacked"
# The authorities that it asks for certificates are the lab's, by their real names.
cat "$(source "$LAB_HOME/lib/common.sh" && source "$LAB_HOME/lib/build.sh" && part_dir authority)/ca.crt" >>"$tree/etc/ssl/certs/ca-certificates.crt"
install -m 755 "$unpacked/usr/bin/caddy" "$tree/usr/bin/caddy"
# Debian's Caddy is linked to the C library, upstream's is not.
libraries=$(dirname "$(find "$unpacked" -name libc.so.6 | head -1)")
install -d "$tree/lib64" "$tree/lib"
cp -L "$libraries"/{ld-linux*.so.*,libc.so.6,libresolv.so.2,libpthread.so.0,libdl.so.2,libnss_dns.so.2,libnss_files.so.2} "$tree/lib/"
cp -L "$libraries"/ld-linux*.so.* "$tree/lib64/"
cp "$unpacked/etc/mime.types" "$tree/etc/mime.types"
# As upstream: dropping NET_BIND_SERVICE therefore keeps the program from starting at all.
setcap cap_net_bind_service=+ep "$tree/usr/bin/caddy"
install -d "$tree"/{config/caddy,data/caddy,etc/caddy,usr/share/caddy,srv}
printf ':80 {\n\troot * /usr/share/caddy\n\tfile_server\n}\n' >"$tree/etc/caddy/Caddyfile"
echo '<!doctype html><title>Caddy in the lab</title><p>Caddy works.' >"$tree/usr/share/caddy/index.html"
chroot "$tree" /usr/bin/caddy version | sed 's/ .*//' >"$OUT/version"
rm -rf --one-file-system "$unpacked"
image "$tree" '{
  "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "XDG_CONFIG_HOME=/config", "XDG_DATA_HOME=/data"],
  "Cmd": ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"],
  "WorkingDir": "/srv",
  "ExposedPorts": {"80/tcp": {}, "443/tcp": {}, "443/udp": {}, "2019/tcp": {}}
}'
