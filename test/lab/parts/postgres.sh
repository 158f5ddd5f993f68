# The real PostgreSQL 17 of Debian trixie, behind the contract of the image that it is named after.
tree=$OUT/tree
# The image's uid is part of its contract, so the user is there before Debian's package would make one.
debian_slim trixie postgresql-17,gosu,locales,zstd,xz-utils "$tree" \
  --essential-hook='echo "postgres:x:999:" >>"$1/etc/group"' \
  --essential-hook='echo "postgres:x:999:999::/var/lib/postgresql:/bin/bash" >>"$1/etc/passwd"' \
  --essential-hook='mkdir -p "$1/etc/postgresql-common" && echo "create_main_cluster = false" >"$1/etc/postgresql-common/createcluster.conf"'
chroot "$tree" localedef -i en_US -c -f UTF-8 en_US.UTF-8
install -m 755 "$LAB_HOME/parts/postgres/docker-entrypoint.sh" "$tree/usr/local/bin/docker-entrypoint.sh"
install -d "$tree/docker-entrypoint-initdb.d"
install -d -o 999 -g 999 "$tree/var/lib/postgresql" "$tree/var/lib/postgresql/data"
install -d -o 999 -g 999 -m 3777 "$tree/var/run/postgresql"
sed -ri "s/^#?listen_addresses = .*/listen_addresses = '*'/" "$tree/usr/share/postgresql/17/postgresql.conf.sample"
rm -rf "$tree"/var/lib/apt/lists/* "$tree"/var/cache/apt/*.bin "$tree"/usr/lib/postgresql/17/lib/bitcode
version_of "$tree" postgresql-17 >"$OUT/version"
image "$tree" '{
  "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/17/bin",
    "LANG=en_US.utf8", "PG_MAJOR=17", "PGDATA=/var/lib/postgresql/data"],
  "Entrypoint": ["docker-entrypoint.sh"],
  "Cmd": ["postgres"],
  "Volumes": {"/var/lib/postgresql/data": {}},
  "ExposedPorts": {"5432/tcp": {}},
  "StopSignal": "SIGINT"
}'
