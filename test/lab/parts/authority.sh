# The lab's certificate authority: it signs for every name of the internet that lib/internet.sh stands for.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=The lab's certificate authority" \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -keyout "$OUT/ca.key" -out "$OUT/ca.crt"
chmod 600 "$OUT/ca.key"
