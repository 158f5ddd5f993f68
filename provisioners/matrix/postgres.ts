/** PostgreSQL: one server for every database of the stack. */
import { images } from '../images.ts'
import type { Component } from '../stack/contribution.ts'
import { DATABASE_SERVICE } from '../stack/paths.ts'
import { postgresAccepts } from './checks.ts'

const SUPERUSER_SECRET = 'postgres-superuser'
/** The image's own user (docker-library's Debian variant). */
const user = { uid: 999, gid: 999 }

export const postgres: Component = {
  id: 'postgres',
  contribute: () => ({
    id: 'postgres',
    services: [
      {
        id: DATABASE_SERVICE,
        name: 'PostgreSQL',
        what: 'Keeps messages, accounts and settings',
        image: images.postgres,
        user,
        store: {
          mount: '/run/bramble',
          files: [
            { name: 'superuser-password', mode: 0o600, render: (secret) => [secret(SUPERUSER_SECRET)] },
          ],
        },
        // up to 17 the data is here; from 18 on one directory higher (the postgres image's documentation, PGDATA)
        data: [{ name: 'postgres', mount: '/var/lib/postgresql/data' }],
        compose: {
          command: ['postgres', '-c', 'shared_buffers=128MB', '-c', 'max_connections=100'],
          environment: {
            POSTGRES_PASSWORD_FILE: '/run/bramble/superuser-password',
            // Synapse insists on the C locale; databases are made from the app, never by scripts of the first start
            POSTGRES_INITDB_ARGS: '--encoding=UTF8 --locale=C',
          },
          shm_size: '128m',
          stop_grace_period: '1m',
          healthcheck: {
            // by TCP: the server of the first start's preparations listens on its socket only
            test: ['CMD', 'pg_isready', '--host=127.0.0.1', '--username=postgres'],
            interval: '5s',
            timeout: '5s',
            retries: 6,
            start_period: '120s',
          },
        },
        memoryLimitMiB: 768,
        memoryUseMiB: 200,
        downloadMiB: 150,
        diskMiB: 600,
        after: [],
      },
    ],
    databases: [],
    routes: [],
    secrets: [{ id: SUPERUSER_SECRET, label: 'PostgreSQL administrator password', kind: 'token' }],
    checks: [postgresAccepts],
  }),
}
