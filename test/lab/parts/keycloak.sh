# The real Keycloak, from Maven Central, on Debian trixie's Java, behind the contract of the image that it is named after.
version=26.7.5
command -v mvn >/dev/null || { echo 'Maven is needed to fetch Keycloak'; exit 1; }
zip=$OUT/keycloak-quarkus-dist-$version.zip
# Maven has its own settings; apt's proxy is none of its business.
env -u http_proxy timeout 120 mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact="org.keycloak:keycloak-quarkus-dist:$version:zip" -DoutputDirectory="$OUT"
tree=$OUT/tree
# Java's package links to manuals, in a directory that a slim tree does not have.
debian_slim trixie openjdk-21-jre-headless "$tree" --essential-hook='mkdir -p "$1/usr/share/man/man1"'
rm -rf "$tree"/var/lib/apt/lists/* "$tree"/var/cache/apt/*.bin
install -d "$tree/opt"
python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])' "$zip" "$tree/opt"
mv "$tree/opt/keycloak-$version" "$tree/opt/keycloak"
rm "$zip"
chmod 755 "$tree"/opt/keycloak/bin/*.sh
install -d "$tree/opt/keycloak/data"
# As upstream: uid 1000 in the group of root, whose members may write (Keycloak, quarkus/container/Dockerfile).
echo 'keycloak:x:1000:0:keycloak user:/opt/keycloak:/sbin/nologin' >>"$tree/etc/passwd"
chown -R 1000:0 "$tree/opt/keycloak"
chmod -R g+rwX "$tree/opt/keycloak"
echo "$version" >"$OUT/version"
image "$tree" '{
  "User": "1000",
  "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "KC_RUN_IN_CONTAINER=true"],
  "Entrypoint": ["/opt/keycloak/bin/kc.sh"],
  "ExposedPorts": {"8080/tcp": {}, "8443/tcp": {}, "9000/tcp": {}}
}'
