#!/usr/bin/env bash
# Makes a cluster on an empty data directory and starts PostgreSQL, by the rules of the upstream image:
# POSTGRES_USER, _PASSWORD, _DB, _INITDB_ARGS (each also as ..._FILE), POSTGRES_HOST_AUTH_METHOD and
# /docker-entrypoint-initdb.d count on the first start only.
set -Eeuo pipefail

main() {
  case ${1:-} in -*) set -- postgres "$@" ;; esac
  if [ "${1:-}" = postgres ] && ! only_asks "$@"; then
    own_directories
    if [ "$(id -u)" = 0 ]; then
      exec gosu postgres "$BASH_SOURCE" "$@"
    fi
    if [ -s "$PGDATA/PG_VERSION" ]; then
      printf '\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n'
    else
      first_start "$@"
    fi
  fi
  exec "$@"
}

only_asks() {
  local argument
  for argument in "$@"; do
    case $argument in -'?' | --help | --describe-config | -V | --version) return 0 ;; esac
  done
  return 1
}

own_directories() {
  mkdir -p "$PGDATA" /var/run/postgresql
  chmod 00700 "$PGDATA" || true
  chmod 03775 /var/run/postgresql || true
  if [ "$(id -u)" = 0 ]; then
    find "$PGDATA" /var/run/postgresql \! -user postgres -exec chown postgres '{}' +
  fi
}

first_start() {
  from_env_or_file POSTGRES_PASSWORD ''
  from_env_or_file POSTGRES_USER postgres
  from_env_or_file POSTGRES_DB "$POSTGRES_USER"
  from_env_or_file POSTGRES_INITDB_ARGS ''
  local method=${POSTGRES_HOST_AUTH_METHOD:-}
  if [ -z "$POSTGRES_PASSWORD" ] && [ "$method" != trust ]; then
    echo >&2 'Error: Database is uninitialized and superuser password is not specified.'
    echo >&2 '       You must specify POSTGRES_PASSWORD to a non-empty value for the superuser.'
    exit 1
  fi
  eval "initdb --username=\"\$POSTGRES_USER\" --pwfile=<(printf '%s\n' \"\$POSTGRES_PASSWORD\") $POSTGRES_INITDB_ARGS"
  method=${method:-$(postgres -C password_encryption)}
  printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"

  export PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD}
  # On the socket alone: whoever waits for the port must not meet a half-made database.
  pg_ctl -D "$PGDATA" -o "$(quoted "${@:2}" -c listen_addresses='' -p "${PGPORT:-5432}")" -w start
  create_database
  local file
  for file in /docker-entrypoint-initdb.d/*; do run_init_file "$file"; done
  pg_ctl -D "$PGDATA" -m fast -w stop
  unset PGPASSWORD
  printf '\nPostgreSQL init process complete; ready for start up.\n\n'
}

from_env_or_file() {
  local name=$1 file_name=$1_FILE value=$2
  if [ -n "${!name:-}" ] && [ -n "${!file_name:-}" ]; then
    echo >&2 "error: both $name and $file_name are set (but are exclusive)"
    exit 1
  fi
  if [ -n "${!name:-}" ]; then value=${!name}; elif [ -n "${!file_name:-}" ]; then value=$(<"${!file_name}"); fi
  export "$name=$value"
  unset "$file_name"
}

quoted() { if [ $# -gt 0 ]; then printf '%q ' "$@"; fi; }

sql() { psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --no-password "$@"; }

create_database() {
  local there
  there=$(sql --dbname postgres --set db="$POSTGRES_DB" --tuples-only --no-align \
    <<<"SELECT 1 FROM pg_database WHERE datname = :'db';")
  [ -n "$there" ] || sql --dbname postgres --set db="$POSTGRES_DB" <<<'CREATE DATABASE :"db";'
}

run_init_file() {
  local file=$1
  [ -e "$file" ] || return 0
  echo "$0: running $file"
  case $file in
    *.sh) if [ -x "$file" ]; then "$file"; else . "$file"; fi ;;
    *.sql) sql --dbname "$POSTGRES_DB" -f "$file" ;;
    *.sql.gz) gunzip -c "$file" | sql --dbname "$POSTGRES_DB" ;;
    *.sql.xz) xzcat "$file" | sql --dbname "$POSTGRES_DB" ;;
    *.sql.zst) zstd -dc "$file" | sql --dbname "$POSTGRES_DB" ;;
    *) echo "$0: ignoring $file" ;;
  esac
}

main "$@"
