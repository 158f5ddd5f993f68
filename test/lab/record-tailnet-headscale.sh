# The cases that record-tailnet.sh records with a real Headscale as the control server.
source "$(dirname "$0")/lib/headscale-config.sh"
mkdir "$work/headscale"
headscale_config "$work/headscale" http://127.0.0.1:9921 127.0.0.1 9921
"$part/headscale" -c "$work/headscale/headscale.yaml" serve >"$work/headscale.log" 2>&1 &
headscale=$!
ask_headscale() { "$part/headscale" -c "$work/headscale/headscale.yaml" --force "$@"; }
until ask_headscale users list >/dev/null 2>&1; do sleep 0.2; done
ask_headscale users create household >/dev/null
make_key() { ask_headscale preauthkeys create --user 1 --output json "$@" | jq -r .key >/run/tailscale/key; }
login=--login-server=http://127.0.0.1:9921
key=--auth-key=file:/run/tailscale/key
new_machine() {
  stop_daemon
  rm -rf /var/lib/tailscale/*
  start_daemon
  until_status '.BackendState == "NeedsLogin"'
}
headscale_up() { record "headscale-$1" "$2" up $login --hostname=brookside $key --timeout=10s "${@:3}"; }

new_machine
record_for 3 headscale-up-json-waits 'the link of Headscale' up --json $login --hostname=brookside
status headscale-status-needs-login-link 'a sign-in waits for the person'
link=$(auth_url)
ask_headscale auth register --user household --auth-id "${link##*/}" >/dev/null
until_status '.BackendState == "Running"' || true
status headscale-status-running 'approved by its administrator'
record headscale-funnel '' funnel --bg --yes --https=443 http://127.0.0.1:18080
record headscale-serve '' serve --bg --yes --https=443 http://127.0.0.1:18080
record headscale-cert '' cert brookside.tail.lab.test
ask_headscale nodes expire -i 1 >/dev/null
until_status '.BackendState == "NeedsLogin"'
status headscale-status-expired 'its administrator ended the key'

new_machine
echo hskey-auth-aaaaaaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb >/run/tailscale/key
headscale_up up-key-unknown 'a key that Headscale does not know'
make_key --expiration 1s
sleep 1.5
headscale_up up-key-expired 'the key has ended'
make_key
headscale_up up-key 'a key that is accepted'
until_status '.BackendState == "Running"'
new_machine
headscale_up up-key-used 'a key for one machine, and it was used'
make_key
headscale_up up-tag-forbidden 'a tag that nobody may give' --advertise-tags=tag:nobody
new_machine
ask_headscale preauthkeys create --tags tag:server --output json | jq -r .key >/run/tailscale/key
headscale_up up-tagged-key 'a key that brings a tag'
until_status '.BackendState == "Running"'
status headscale-status-tags 'after that'
kill $headscale
wait $headscale 2>/dev/null || true
