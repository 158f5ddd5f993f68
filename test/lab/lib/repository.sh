# download.docker.com, for the Pi of the variant `dockerrepo`.

start_repository() {
  local dir
  dir=$(used_part dockerrepo)
  [ -d "$dir" ] || fail "Docker's apt repository could not be built, see $CACHE/log/dockerrepo.log"
  spawn repository nsenter --net="/run/netns/$NETNS" node "$LAB_HOME/lib/repository-server.mjs" "$REPOSITORY_ADDRESS" "$dir"
  wait_until 50 grep -q listening "$STATE/log/repository.log" || fail "the repository does not start, see $STATE/log/repository.log"
}

# The Pi trusts the lab's authority at once, and still does after the next update-ca-certificates.
wear_repository() {
  local wear=$1 authority
  authority=$(used_part dockerrepo)/ca.crt
  mkdir -p "$wear/usr/local/share/ca-certificates" "$wear/etc/ssl/certs"
  cp "$authority" "$wear/usr/local/share/ca-certificates/lab.crt"
  docker cp pi:/etc/ssl/certs/ca-certificates.crt - | tar -xO | cat - "$authority" >"$wear/etc/ssl/certs/ca-certificates.crt"
}
