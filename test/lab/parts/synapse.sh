# The real Synapse of Debian sid, behind the contract of the image that it is named after.
tree=$OUT/tree
debian_slim sid matrix-synapse,python3-psycopg2,curl,gosu "$tree"
install -m 755 "$LAB_HOME/parts/synapse/start.py" "$tree/start.py"
install -d "$tree/conf" "$tree/data"
# Debian's own configuration would only mislead whoever looks around in the container.
rm -rf "$tree/etc/matrix-synapse" "$tree"/var/lib/apt/lists/* "$tree"/var/cache/apt/*.bin
version_of "$tree" matrix-synapse >"$OUT/version"
image "$tree" '{
  "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"],
  "Entrypoint": ["/start.py"],
  "ExposedPorts": {"8008/tcp": {}, "8009/tcp": {}, "8448/tcp": {}},
  "Healthcheck": {"Test": ["CMD-SHELL", "curl -fSs http://localhost:8008/health || exit 1"],
    "Interval": 15000000000, "Timeout": 5000000000, "StartPeriod": 5000000000}
}'
