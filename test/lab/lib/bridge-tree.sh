# The image of a mautrix bridge: one program, curl and jq for health checks, and a script that is started unless a command is
# given. Like the published images in what can be relied on, not in what is underneath.

# bridge_image NAME VERSION LABELS: of $OUT/mautrix-NAME
bridge_image() {
  local name=$1 version=$2 labels=$3 tree=$OUT/tree applet
  unpack_debian trixie base-files,busybox-static,ca-certificates,curl,gosu,jq "$tree"
  for applet in $("$tree/usr/bin/busybox" --list); do
    [ -e "$tree/usr/bin/$applet" ] || ln -s busybox "$tree/usr/bin/$applet"
  done
  ln -s /usr/sbin/gosu "$tree/usr/bin/su-exec"
  install -d "$tree/etc/ssl/certs" "$tree/data"
  install -d -m 1777 "$tree/tmp"
  cat "$tree"/usr/share/ca-certificates/mozilla/*.crt >"$tree/etc/ssl/certs/ca-certificates.crt"
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n' >"$tree/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$tree/etc/group"
  rm -rf --one-file-system "$tree"/usr/share/{doc,man,info,locale,zoneinfo,lintian,bug} "$tree"/var/lib/apt "$tree"/var/cache
  install -m 755 "$OUT/mautrix-$name" "$tree/usr/bin/mautrix-$name"
  rm "$OUT/mautrix-$name"
  sed "s/@NAME@/$name/g" "$LAB_HOME/lib/bridge-run.sh" >"$tree/docker-run.sh"
  chmod 755 "$tree/docker-run.sh"
  # what a health check needs is tried here, not first on a Pi
  chroot "$tree" /usr/bin/curl --version >/dev/null
  chroot "$tree" /usr/bin/jq --version >/dev/null
  chroot "$tree" "/usr/bin/mautrix-$name" --version
  echo "$version" >"$OUT/version"
  image "$tree" '{
    "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "UID=1337", "GID=1337"],
    "Cmd": ["/docker-run.sh"],
    "WorkingDir": "/data",
    "Volumes": {"/data": {}},
    "Labels": '"$labels"'
  }'
}
