# A small tree around BusyBox, like the Alpine base of the images that it takes the place of: wget, no curl.

busybox_tree() {
  local tree=$1 unpacked=$2 applet
  install -d "$tree"/{bin,sbin,usr/bin,usr/sbin,etc/ssl/certs,root,home,var/log,run}
  install -d -m 1777 "$tree/tmp"
  install -m 755 "$(find "$unpacked" -type f -name busybox -path '*bin*' | head -1)" "$tree/bin/busybox"
  for applet in $("$tree/bin/busybox" --list); do
    [ -e "$tree/bin/$applet" ] || ln -s /bin/busybox "$tree/bin/$applet"
  done
  cat "$unpacked"/usr/share/ca-certificates/mozilla/*.crt >"$tree/etc/ssl/certs/ca-certificates.crt"
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n' >"$tree/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$tree/etc/group"
}
