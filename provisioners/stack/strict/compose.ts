/** What Compose reads of a file (the Compose Specification, spec.md and 05-services.md), as far as Bramble may write it. */
import { among, anything, either, keys, list, must, names, needs, text, whole, yesNo } from './shape.ts'
import type { Shape } from './shape.ts'

/** Every dollar sign is doubled, or Compose puts a variable in for it. */
const literal = text(/^(?:[^$]|\$\$)*$/s)
const duration = text(/^(\d+(us|ms|s|m|h))+$/)
const bytes = text(/^\d+[bkmg]$/)
const scalar = either(literal, { kind: 'number', whole: false, least: 0, most: Number.MAX_VALUE }, yesNo)
const textOrList = either(literal, list(literal))

const volume = keys(
  {
    type: among('bind', 'tmpfs', 'volume'),
    source: text(/^\/opt\/bramble\/|^\/var\/run\/|^\/dev\//),
    target: text(/^\//),
    read_only: yesNo,
    bind: keys({ create_host_path: yesNo, propagation: text() }),
    tmpfs: keys({ size: bytes, mode: whole() }),
  },
  ['type', 'target'],
  // without it a missing source becomes an empty directory of root's
  must(
    ({ type, bind }) =>
      type !== 'bind' ||
      (typeof bind === 'object' &&
        bind !== null &&
        'create_host_path' in bind &&
        bind.create_host_path === false),
    'must not make its own source',
  ),
)

const healthcheck = keys({
  test: list(literal, 1),
  interval: duration,
  timeout: duration,
  start_period: duration,
  start_interval: duration,
  retries: whole(1),
})

const service = keys(
  {
    image: text(/:[^/]+$/),
    restart: among('unless-stopped'),
    command: list(literal),
    entrypoint: list(literal, 1),
    environment: names(scalar, /^[A-Za-z_][A-Za-z0-9_]*$/),
    user: text(/^\d+(:\d+)?$/),
    ports: list(text(/^([\d.]+:)?\d+:\d+(\/(tcp|udp))?$/)),
    expose: list(literal),
    volumes: list(volume),
    tmpfs: textOrList,
    healthcheck,
    depends_on: names(
      keys({ condition: among('service_started', 'service_healthy'), restart: yesNo, required: yesNo }, [
        'condition',
      ]),
    ),
    labels: names(scalar),
    logging: keys({ driver: literal, options: names(literal) }, ['driver']),
    mem_limit: bytes,
    mem_reservation: bytes,
    memswap_limit: bytes,
    pids_limit: whole(1),
    cpus: either(literal, { kind: 'number', whole: false, least: 0, most: 1024 }),
    shm_size: bytes,
    stop_grace_period: duration,
    stop_signal: literal,
    read_only: yesNo,
    cap_add: list(literal),
    cap_drop: list(literal),
    security_opt: list(literal),
    sysctls: names(scalar),
    ulimits: names(anything),
    devices: list(literal),
    external_links: list(text(/^[a-z0-9][a-z0-9_.-]*:[a-z0-9-]+$/)),
    extra_hosts: either(list(literal), names(literal)),
    dns: textOrList,
    hostname: literal,
    init: yesNo,
    working_dir: literal,
    network_mode: literal,
    networks: either(list(literal), names(keys({ aliases: list(literal) }))),
    platform: literal,
    pull_policy: literal,
  },
  ['image', 'restart', 'mem_limit', 'logging', 'labels'],
)

/** The keys of `compose.yaml`. */
export const composeKeys: Shape = keys(
  {
    name: literal,
    services: names(service, /^[a-z][a-z0-9-]*$/),
    networks: names(keys({ internal: yesNo, driver: literal, enable_ipv6: yesNo, name: literal })),
  },
  [],
  needs('name', 'services'),
)

const mark = text(/^[0-9a-f]{64}$/)

/** The keys of `manifest.json`; older ones hold no marks. */
export const manifestKeys: Shape = keys(
  {
    stores: names(text(/^[a-z0-9-]+-\d+$/)),
    written: keys({ key: mark, files: names(mark, /^[a-z0-9-]+\/[a-z0-9][a-z0-9._-]*$/) }, ['key', 'files']),
  },
  ['stores'],
)
