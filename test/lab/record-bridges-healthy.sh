#!/usr/bin/env bash
# Records what the stack's programs say while all is well, into test/bridges/healthy: Synapse at INFO and the bridges at debug,
# while a person and the imaginary network speak. usage: record-bridges-healthy.sh LAB    (a lab that 17-bridges.test.ts has
# left; changes its settings)
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
records=$here/../bridges/healthy
mkdir -p "$records"
on_pi() { bash "$here/lab" exec --name "$1" -- "${@:2}"; }
name=$1
on_pi "$name" bash -euc '
  store() { docker inspect --format "{{range .Mounts}}{{.Source}} {{end}}" "bramble-$1-1" | tr " " "\n" | grep store/; }
  sed -i "/^root:/,\$ s/level: WARNING/level: INFO/" "$(store synapse)/log.yaml"
  for bridge in whatsapp telegram; do sed -i "s/min_level: info/min_level: debug/" "$(store bridge-$bridge)/config.yaml"; done
  docker stop bramble-bridge-whatsapp-1 bramble-bridge-telegram-1 >/dev/null
  docker restart bramble-synapse-1 >/dev/null
  until [ "$(docker inspect --format "{{.State.Health.Status}}" bramble-synapse-1)" = healthy ]; do sleep 1; done
  docker start bramble-bridge-whatsapp-1 bramble-bridge-telegram-1 >/dev/null
  for bridge in whatsapp telegram; do
    until [ "$(docker inspect --format "{{.State.Health.Status}}" bramble-bridge-$bridge-1)" = healthy ]; do sleep 1; done
  done
'
# The person says something in every room of theirs, and reads, until there are lines enough.
on_pi "$name" python3 -c '
import json, subprocess, urllib.parse, urllib.request
address = subprocess.check_output(["docker", "inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", "bramble-synapse-1"], text=True).strip()
token = open("/opt/bramble/secrets/doublepuppet-as-token").read().strip()
def ask(path, body=None, method=None):
    url = f"http://{address}:8008/_matrix/client/v3/{path}" + ("&" if "?" in path else "?") + "user_id=%40ada%3Abrookside.local"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}, method=method)
    return json.load(urllib.request.urlopen(request, timeout=60))
rooms = [urllib.parse.quote(room) for room in ask("joined_rooms")["joined_rooms"]]
since = ask("sync?timeout=0")["next_batch"]
for number in range(450):
    for room in rooms:
        sent = ask(f"rooms/{room}/send/m.room.message/t{number}", {"msgtype": "m.text", "body": f"message {number}"}, "PUT")
        if number % 10 == 0:
            ask(f"rooms/{room}/typing/%40ada%3Abrookside.local", {"typing": True, "timeout": 2000}, "PUT")
            ask(f"rooms/{room}/receipt/m.read/" + urllib.parse.quote(sent["event_id"]), {})
            since = ask(f"sync?timeout=0&since={since}")["next_batch"]
'
began=$(on_pi "$name" docker inspect --format '{{.State.StartedAt}}' bramble-synapse-1)
# The names of the senders are random and no keys, but nobody's business either.
senders=()
for sender in doublepuppet bridge-whatsapp bridge-telegram; do
  senders+=(-e "s/$(on_pi "$name" cat "/opt/bramble/secrets/$sender-sender")/$sender-sender/g")
done
for service in synapse postgres caddy mas bridge-whatsapp bridge-telegram; do
  on_pi "$name" sh -c "docker logs --since $began bramble-$service-1 2>&1" | sed "${senders[@]}" |
    gzip -9n >"$records/$service.log.gz"
  echo "$service $(zcat "$records/$service.log.gz" | wc -l)"
done
# Nothing secret may be in what is kept.
for secret in $(on_pi "$name" sh -c 'cd /opt/bramble/secrets && grep -LI "BEGIN" -- *'); do
  value=$(on_pi "$name" cat "/opt/bramble/secrets/$secret")
  if [ "${#value}" -ge 8 ] && zcat "$records"/*.log.gz | grep -qF -- "$value"; then echo "in what was recorded: $secret" >&2; exit 1; fi
done
