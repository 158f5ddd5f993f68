# The argv of every process that starts on this machine, the Pi's included: what a secret must never be in.

watch_processes() {
  local place=$STATE_ROOT.forkstat
  case $1 in
    start)
      command -v forkstat >/dev/null || { prepare_machine; install_packages forkstat; }
      STATE=$place
      mkdir -p "$STATE/log" "$STATE/pid"
      end_process forkstat
      # Wide, so that no argument is cut off, and line by line, so that `stop` loses nothing.
      spawn forkstat env COLUMNS=100000 stdbuf -oL forkstat -e exec -l -x
      wait_until 50 test -s "$STATE/log/forkstat.log" || fail "forkstat does not start, see $STATE/log/forkstat.log"
      ;;
    stop)
      STATE=$place
      end_process forkstat
      echo "$STATE/log/forkstat.log"
      ;;
    *) fail 'usage: lab forkstat start|stop' ;;
  esac
}

forget_watch() {
  STATE=$STATE_ROOT.forkstat
  end_process forkstat
  rm -rf "$STATE"
}
