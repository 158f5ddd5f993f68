# Debian's mirror, taken from this machine's own apt sources, behind a caching proxy of the lab's.

# Every http(s) address in the machine's apt sources, old style and deb822.
apt_source_urls() {
  {
    sed -nE 's/^deb(-src)?[[:space:]]+(\[[^]]*\][[:space:]]+)?(https?:[^[:space:]]+).*/\3/p' \
      /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null || true
    sed -nE 's/^URIs:[[:space:]]*//p' /etc/apt/sources.list.d/*.sources 2>/dev/null | tr ' ' '\n' || true
  } | sed -E 's#/+$##' | awk '/^https?:/ && !seen[$0]++'
}

# Sets MIRROR (has trixie, bookworm and sid) and SECURITY (may stay empty). Looked up once in a process.
find_mirror() {
  [ -z "${MIRROR:-}" ] || return 0
  MIRROR='' SECURITY=''
  local url
  while read -r url; do
    if [ -z "$MIRROR" ] && has_suite "$url" trixie && has_suite "$url" sid; then MIRROR=$url; fi
    if [ -z "$SECURITY" ] && has_suite "$url" trixie-security; then SECURITY=$url; fi
  done < <(apt_source_urls)
  [ -n "$MIRROR" ] || fail 'no mirror in the apt sources of this machine has Debian trixie and sid'
}

has_suite() { curl -fsS -o /dev/null --max-time 15 "$1/dists/$2/Release" 2>/dev/null; }

# http://host/path for clients of the proxy, whatever scheme the mirror itself needs.
plain_http() { echo "$1" | sed -E 's#^https:#http:#'; }
url_host() { echo "$1" | sed -E 's#^https?://([^/:]+).*#\1#'; }
url_origin() { echo "$1" | sed -E 's#^(https?://[^/]+).*#\1#'; }

proxy_command() {
  local listen=$1 delay_file=$2 origins=()
  origins=("$(url_origin "$MIRROR")")
  [ -z "$SECURITY" ] || origins+=("$(url_origin "$SECURITY")") # often the same
  PROXY_COMMAND=(node "$LAB_HOME/lib/apt-proxy.mjs" "$listen" "$CACHE/apt" "$delay_file" "${origins[@]}")
}
