# The storage of the lab's registry, filled with the images that the product pins. Served read-only afterwards.
# uses: images
# uses: lib/push-image.mjs
# uses: lib/registry-config.sh
source "$LAB_HOME/lib/common.sh"
source "$LAB_HOME/lib/build.sh"
source "$LAB_HOME/lib/registry-config.sh"
unset http_proxy
work=$(mktemp -d)
install -d "$OUT/storage"
port=$((20000 + RANDOM % 20000))
registry_config "$OUT/storage" "127.0.0.1:$port" no >"$work/config.yml"
docker-registry serve "$work/config.yml" &
registry=$!
trap 'kill $registry 2>/dev/null; rm -rf "$work"' EXIT
wait_until 100 curl -fs -o /dev/null "http://127.0.0.1:$port/v2/"
push() { node "$LAB_HOME/lib/push-image.mjs" "http://127.0.0.1:$port" "$@"; }

# Real images, where somebody has put them, come before what the lab makes itself.
: >"$OUT/real"
for tarball in "${BRAMBLE_LAB_IMAGES:-/nonexistent}"/*; do
  [ -f "$tarball" ] || continue
  install -d "$work/saved"
  tar -C "$work/saved" -xf "$tarball"
  push --saved "$work/saved" >>"$OUT/real"
  rm -rf "$work/saved"
done

: >"$OUT/images"
for name in "${IMAGES[@]}"; do
  reference=$(image_ref "$name")
  if grep -qxF "$reference" "$OUT/real"; then
    echo "$name $reference real" >>"$OUT/images"
  elif [ -d "$(part_dir "$name")" ]; then
    push "$(part_dir "$name")" "$reference"
    echo "$name $reference $(cat "$(part_dir "$name")/version")" >>"$OUT/images"
  else
    echo "$name $reference missing" >>"$OUT/images"
  fi
done
cat "$OUT/images"
