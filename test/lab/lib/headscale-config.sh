# headscale_config FOLDER URL ADDRESS PORT [MORE]: writes FOLDER/headscale.yaml and the policy, for a Headscale of the lab's.
# It has a relay of its own: Headscale wants one, and no other can be reached.
headscale_config() {
  local folder=$1 url=$2 address=$3 port=$4 more=${5:-}
  cat >"$folder/policy.json" <<'TEXT'
{"tagOwners": {"tag:server": ["household@"]}, "acls": [{"action": "accept", "src": ["*"], "dst": ["*:*"]}]}
TEXT
  cat >"$folder/headscale.yaml" <<TEXT
server_url: $url
listen_addr: $address:$port
metrics_listen_addr: 127.0.0.1:19090
grpc_listen_addr: 127.0.0.1:50443
grpc_allow_insecure: false
$more
noise: {private_key_path: $folder/noise.key}
prefixes: {v4: 100.64.0.0/10, v6: "fd7a:115c:a1e0::/48", allocation: sequential}
derp:
  server:
    {enabled: true, region_id: 999, region_code: lab, region_name: The lab, private_key_path: $folder/derp.key,
     stun_listen_addr: "$address:3478", automatically_add_embedded_derp_region: true}
  urls: []
  paths: []
  auto_update_enabled: false
disable_check_updates: true
database: {type: sqlite, sqlite: {path: $folder/headscale.sqlite}}
dns: {magic_dns: true, base_domain: tail.lab.test, override_local_dns: false, nameservers: {global: []}}
policy: {mode: file, path: $folder/policy.json}
unix_socket: $folder/headscale.sock
unix_socket_permission: "0700"
log: {level: info, format: text}
logtail: {enabled: false}
TEXT
}
