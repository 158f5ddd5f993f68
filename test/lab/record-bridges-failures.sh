#!/usr/bin/env bash
# Records what the real mautrix-whatsapp says when it is given something wrong, into test/bridges/recorded: its lines, and the
# code that it ended with. usage: record-bridges-failures.sh LAB    (a lab that 17-bridges.test.ts has left; spoils it)
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
records=$here/../bridges/recorded
mkdir -p "$records"
on_pi() { bash "$here/lab" exec --name "$LAB" -- "$@"; }
LAB=$1
# What happens on the Pi: a copy of the bridge's settings with one thing changed, and the program over it.
read -r -d '' ON_PI <<'PI' || true
set -eu
change=$1 setting=/var/tmp/case
docker stop bramble-bridge-whatsapp-1 >/dev/null
real=$(docker inspect --format '{{range .Mounts}}{{.Source}} {{end}}' bramble-bridge-whatsapp-1 | tr ' ' '\n' | grep store/)
image=$(docker inspect --format '{{.Config.Image}}' bramble-bridge-whatsapp-1)
rm -rf "$setting"; install -d -m 700 -o 1337 -g 1337 "$setting"
sed -E "$change" "$real/config.yaml" >"$setting/config.yaml"
chown 1337:1337 "$setting/config.yaml"; chmod 600 "$setting/config.yaml"
code=0
timeout --signal=INT 75 docker run --rm --name case --network bramble_default --network-alias bridge-whatsapp --user 1337:1337 \
  --workdir /data --tmpfs /data:uid=1337,gid=1337,mode=0700 --mount "type=bind,source=$setting,target=/config,readonly" \
  "$image" /usr/bin/mautrix-whatsapp -c /config/config.yaml --no-update 2>&1 || code=$?
docker rm -f case >/dev/null 2>&1 || true
rm -rf "$setting"
echo "lab-code $code"
PI
record() {
  local name=$1 change=$2 said
  said=$(on_pi bash -c "$ON_PI" on-pi "$change")
  grep -v '^lab-code' <<<"$said" >"$records/$name.log" || true
  echo "$name $(sed -n 's/^lab-code //p' <<<"$said")"
}
other=$(printf 'x%.0s' $(seq 43))
psql() { on_pi docker exec bramble-postgres-1 psql --username=postgres --quiet --command="$1" >/dev/null; }
record wrong-as-token "s/^(  as_token: ).*/\1$other/"
record wrong-hs-token "s/^(  hs_token: ).*/\1$other/"
record wrong-pickle-key "s/^(  pickle_key: ).*/\1$other/"
record no-database 's#/bridge_whatsapp\?#/bridge_nobody?#'
record wrong-database-password 's#(postgres://bridge_whatsapp:)[^@]*#\1wrong#'
psql 'GRANT CONNECT ON DATABASE bridge_telegram TO bridge_whatsapp' && psql 'GRANT bridge_telegram TO bridge_whatsapp'
record another-bridges-database 's#/bridge_whatsapp\?#/bridge_telegram?#'
psql 'GRANT CONNECT ON DATABASE synapse TO bridge_whatsapp' && psql 'GRANT synapse TO bridge_whatsapp'
record synapses-database 's#/bridge_whatsapp\?#/synapse?#'
psql 'CREATE DATABASE bridge_new OWNER bridge_whatsapp'
record new-database 's#/bridge_whatsapp\?#/bridge_new?#'
record wrong-domain 's/^(  domain: ).*/\1elsewhere.example/'
record own-address-only 's/^(  hostname: ).*/\1127.0.0.1/'
record wrong-bot 's/^(    username: ).*/\1somebody/'
record no-template-variable 's/^(  username_template: ).*/\1whatsapp_x/'
record nobody-may 's/^(    brookside.local: )user/\1nonsense/'
record no-permissions 's/^    brookside.local: user/    example.com: user/'
record without-msc4190 's/^(  msc4190: ).*/\1false/'
record number-as-text 's/^(  port: )(.*)/\1"\2"/'
record unknown-software 's/^(  software: ).*/\1synapse/'
record wrong-homeserver-address 's#^(  address: )http://synapse:8008#\1http://nowhere:8008#'
on_pi docker start bramble-bridge-whatsapp-1 >/dev/null
