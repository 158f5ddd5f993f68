#!/bin/sh
# What the published image's script is known to do: make settings, then a registration with tokens of its own, then run.
GID=${GID:-$UID}
own() { chown -R "$UID:$GID" /data; }
cd /data || exit 1
if [ ! -f /data/config.yaml ]; then
  /usr/bin/mautrix-@NAME@ -c /data/config.yaml -e
  echo 'There were no settings: an example is in /data/config.yaml. Edit it, then start this container again.'
  own
  exit 0
fi
if [ ! -f /data/registration.yaml ]; then
  /usr/bin/mautrix-@NAME@ -g -c /data/config.yaml -r /data/registration.yaml || exit $?
  echo 'There was no registration: one is in /data/registration.yaml. Give it to the server, then start this container again.'
  own
  exit 0
fi
own
exec su-exec "$UID:$GID" /usr/bin/mautrix-@NAME@
