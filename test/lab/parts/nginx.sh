# The real nginx of Debian trixie: the proxy that many people have already. The product itself does not run it.
tree=$OUT/tree
debian_slim trixie nginx,ca-certificates "$tree"
version_of "$tree" nginx >"$OUT/version"
rm -f "$tree/etc/nginx/sites-enabled/default"
image "$tree" '{
  "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
  "Cmd": ["nginx", "-g", "daemon off;"],
  "StopSignal": "SIGQUIT"
}'
