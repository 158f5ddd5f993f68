#!/bin/sh
# BusyBox's web server knows no SIGQUIT, the image's stop signal; as PID 1 it would ignore it.
echo "stand-in for Element Web: listening on port $ELEMENT_WEB_PORT"
httpd -f -h /app -p "$ELEMENT_WEB_PORT" &
trap 'kill $!; exit 0' QUIT TERM INT
wait $!
