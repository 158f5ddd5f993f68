# The registry's configuration, for filling it and for serving it.
registry_config() {
  local storage=$1 address=$2 read_only=$3
  cat <<TEXT
version: 0.1
log: {level: warn}
storage:
  filesystem: {rootdirectory: $storage}
$([ "$read_only" = no ] || echo '  maintenance: {readonly: {enabled: true}}')
http: {addr: '$address'}
TEXT
}
