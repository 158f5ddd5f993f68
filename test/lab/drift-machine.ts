/** The batches of drift that are about the databases and Docker itself. */
import type { Batch } from './drift-cases.ts'

const SQL = 'docker exec bramble-postgres-1 psql --username=postgres --quiet --set=ON_ERROR_STOP=1 --command'

export const machineBatches: readonly Batch[] = [
  {
    name: 'roles and databases',
    replaced: [],
    cases: [
      {
        what: 'a password changed',
        hand: `${SQL} "ALTER ROLE synapse PASSWORD 'mine'"`,
        at: 'databases',
        says: /password of synapse/,
      },
      {
        what: 'an owner changed',
        hand: `${SQL} 'ALTER DATABASE synapse OWNER TO postgres'`,
        at: 'databases',
        says: /owner of synapse/,
      },
      {
        what: 'a role that may not sign in',
        hand: `${SQL} 'ALTER ROLE mas NOLOGIN'`,
        at: 'databases',
        says: /role mas/,
      },
    ],
  },
  {
    name: 'a database and its role gone',
    replaced: [],
    cases: [
      {
        what: 'a database gone',
        hand: `${SQL} 'DROP DATABASE mas WITH (FORCE)'`,
        at: 'databases',
        says: /database mas/,
      },
      { what: 'a role gone', hand: `${SQL} 'DROP ROLE mas'`, at: 'databases', says: /role mas/ },
    ],
  },
  {
    name: 'Docker’s settings and start',
    replaced: [],
    cases: [
      {
        what: 'logs that grow without an end',
        hand: `python3 -c 'import json; path = "/etc/docker/daemon.json"; held = json.load(open(path)); held.pop("log-driver"); held.pop("log-opts"); json.dump(held, open(path, "w"))'`,
        at: 'docker-daemon',
        says: /changed file/,
      },
      {
        what: 'no start with the machine',
        hand: 'systemctl disable docker',
        at: 'docker-running',
        says: /machine/,
      },
    ],
  },
  {
    name: 'Docker and Compose',
    replaced: [],
    cases: [
      {
        what: 'Compose removed',
        hand: 'DEBIAN_FRONTEND=noninteractive apt-get remove --yes docker-compose',
        at: 'docker-engine',
        says: /packages/,
      },
      {
        what: 'Docker stopped',
        hand: 'systemctl stop docker docker.socket',
        at: 'docker-running',
        says: /machine/,
      },
    ],
  },
]
