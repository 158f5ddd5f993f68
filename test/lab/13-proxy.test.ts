/**
 * Behind proxies that somebody else runs on the same machine: real nginx of Debian and real Caddy, each on the machine itself
 * and in Docker, and Traefik in Docker. The owner puts the piece in, and takes it out again.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { images } from '../../provisioners/images.ts'
import { converge, emptyPi, laptop, onPi, outcome, until, type Laptop } from './support.ts'
import * as theirs from './proxy-support.ts'
import { behind, NETWORK, piece, surely, THEIRS, wrongThrough, type Traces } from './proxy-support.ts'

const loopback = { by: 'loopback' } as const
const network = { by: 'network', network: NETWORK } as const
let one: Laptop
let ca: string
let before: Traces

const through = async (): Promise<void> => {
  await until('the proxy leads to the server', 60, async () =>
    wrongThrough(ca).then(
      (wrong) => wrong.length === 0,
      () => false,
    ),
  ).catch(async () => expect(await wrongThrough(ca)).toEqual([]))
}

/** Names that a container finds, by Docker's own name service. */
const addressOf = async (container: string, name: string): Promise<string> =>
  (await onPi('docker', 'exec', container, 'getent', 'hosts', name)).stdout.trim().replace(/\s.*/, '')

beforeAll(async () => {
  await emptyPi()
  one = laptop()
  await surely(
    'apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qqy install nginx openssl docker.io docker-compose docker-cli iptables curl >/dev/null 2>&1',
  )
  ca = await theirs.certificate()
  await surely(`docker network create ${NETWORK}`)
  await surely(`for image in ${theirs.NGINX} ${images.caddy}; do docker pull -q $image; done`)
  await theirs.caddyOnHost()
  // somebody else's database in the same network, by the name that ours has in its own
  await surely(`docker run -d --name shop-db --network ${NETWORK} --network-alias postgres ${theirs.NGINX}`)
  before = await theirs.traces()
})

afterAll(async () => {
  await one?.close()
})

describe('on the machine itself', () => {
  it('nginx is found, by its program and its port', async () => {
    expect(await one.engine.findProxies()).toEqual([
      { kind: 'nginx', name: 'nginx', where: 'host', networks: [], ports: [80] },
    ])
  })

  it('nginx keeps its ports, and the server is installed beside it', async () => {
    const events = await converge(one, behind('nginx', loopback))
    expect(outcome(events)).toBe('verified')
    const { stdout } = await onPi('sh', '-c', "ss -Hltn | awk '{print $4}'")
    const ports = stdout.split('\n')
    expect(ports).toEqual(
      expect.arrayContaining(['0.0.0.0:80', '127.0.0.1:18008', '127.0.0.1:18080', '127.0.0.1:10080']),
    )
    expect(ports).not.toContain('0.0.0.0:18008')
    const { findings } = await one.engine.status(behind('nginx', loopback))
    expect(findings.map(({ code }) => code)).not.toContain('site.answers')
    expect(findings.map(({ code }) => code)).not.toContain('element.answers')
  })

  it('a second run has nothing to do', async () => {
    expect(await converge(one, behind('nginx', loopback))).toEqual([])
  })

  it('nginx leads to it with the piece, and is as before without it', async () => {
    const file = '/etc/nginx/conf.d/matrix.conf'
    await theirs.write(file, theirs.withCertificate(piece(behind('nginx', loopback))))
    await surely('nginx -t && systemctl reload nginx')
    await through()
    await surely(`rm ${file} && nginx -t && systemctl reload nginx`)
    expect((await theirs.traces()).files).toEqual(before.files)
  })

  it('Caddy leads to it', async () => {
    await surely('systemctl stop nginx')
    await theirs.write(`${THEIRS}/Caddyfile`, theirs.caddyfileOf(piece(behind('caddy', loopback))))
    await surely(`systemd-run --unit their-caddy --setenv HOME=/root ${THEIRS}/${theirs.CADDY_RUN}`)
    await through()
    expect(await one.engine.findProxies()).toMatchObject([{ kind: 'caddy', where: 'host' }])
    await surely(`systemctl stop their-caddy && rm ${THEIRS}/Caddyfile`)
  })
})

describe('in Docker', () => {
  it('a network that is not there is refused, and nothing is changed', async () => {
    const there = await theirs.traces()
    await expect(
      one.engine.plan(behind('nginx', { by: 'network', network: 'somewhere' })),
    ).rejects.toMatchObject({ code: 'proxy-unfit' })
    expect(await theirs.traces()).toEqual(there)
  })

  it('the services join the network of the proxy, by names of their own', async () => {
    expect(outcome(await converge(one, behind('nginx', network)))).toBe('verified')
    expect(await converge(one, behind('nginx', network))).toEqual([])
    const { containers, ports } = await theirs.traces()
    expect(containers).toEqual(
      expect.arrayContaining([
        '/bramble-synapse-1 bramble_default web ',
        '/bramble-mas-1 bramble_default web ',
        '/bramble-element-1 bramble_default web ',
        '/bramble-postgres-1 bramble_default ',
      ]),
    )
    expect(ports.filter((port) => /:1\d{4}$/.test(port))).toEqual([])
  })

  it('nobody is taken for somebody else: neither our services by others, nor their database by ours', async () => {
    for (const name of ['synapse', 'mas', 'element']) expect(await addressOf('shop-db', name)).toBe('')
    for (const name of ['synapse', 'mas', 'element'])
      expect(await addressOf('shop-db', `bramble-${name}`)).toMatch(/^172\./)
    const { stdout } = await onPi(
      'docker',
      'inspect',
      '--format',
      '{{(index .NetworkSettings.Networks "bramble_default").IPAddress}}',
      'bramble-postgres-1',
    )
    // of the images, Synapse's alone can be asked what it finds
    expect(await addressOf('bramble-synapse-1', 'postgres')).toBe(stdout.trim())
    await surely('docker stop bramble-postgres-1')
    expect(await addressOf('bramble-synapse-1', 'postgres')).toBe('')
    await surely('docker start bramble-postgres-1')
  })

  it('nginx is found with its network, and leads to them', async () => {
    await theirs.write(`${THEIRS}/nginx.conf`, `events {}\nhttp {\n  include ${THEIRS}/matrix.conf;\n}\n`)
    await theirs.write(`${THEIRS}/matrix.conf`, theirs.withCertificate(piece(behind('nginx', network))))
    await theirs.inDocker('their-nginx', theirs.NGINX, `nginx -c ${THEIRS}/nginx.conf -g 'daemon off;'`)
    await through()
    expect(await one.engine.findProxies()).toEqual([
      { kind: 'nginx', name: 'their-nginx', where: 'docker', networks: [NETWORK], ports: [443] },
    ])
  })

  it('nginx goes on where a service is away, and finds it when it is back', async () => {
    await surely('docker stop bramble-element-1 && docker restart their-nginx')
    await until('nginx answers', 30, async () => (await wrongThrough(ca).catch(() => [])).length === 2)
    await surely('docker start bramble-element-1')
    await through()
    await surely(`docker rm -f their-nginx && rm ${THEIRS}/nginx.conf ${THEIRS}/matrix.conf`)
  })

  it('Caddy leads to them', async () => {
    await theirs.write(`${THEIRS}/Caddyfile`, theirs.caddyfileOf(piece(behind('caddy', network))))
    await theirs.inDocker('their-caddy', images.caddy, theirs.CADDY_RUN)
    await through()
    await surely(`docker rm -f their-caddy && rm ${THEIRS}/Caddyfile`)
  })

  it('a connection that was lost is a finding, and is mended without a restart', async () => {
    await surely(`docker network disconnect ${NETWORK} bramble-mas-1`)
    const started = async () =>
      (await onPi('docker', 'inspect', '--format', '{{.State.StartedAt}}', 'bramble-mas-1')).stdout
    const since = await started()
    expect(outcome(await converge(one, behind('caddy', network)))).toBe('verified')
    expect(await addressOf('shop-db', 'bramble-mas')).toMatch(/^172\./)
    expect(await started()).toBe(since)
  })
})

describe('Traefik', () => {
  const statics = (provider: string, socket: string): string => `entryPoints:
  websecure:
    address: ":443"
    http:
      sanitizePath: false
      encodeQuerySemicolons: true
      encodedCharacters:
        allowEncodedSlash: true
    transport:
      respondingTimeouts:
        readTimeout: 0s
providers:
  file: { directory: ${THEIRS}/dynamic }
${provider}${socket}`
  const start = async (more: string): Promise<void> => {
    await surely(`mkdir -p ${THEIRS}/dynamic`)
    await theirs.write(`${THEIRS}/traefik-static.yaml`, statics(more, ''))
    await theirs.write(
      `${THEIRS}/dynamic/certificate.yaml`,
      `tls: { certificates: [{ certFile: ${THEIRS}/site.crt, keyFile: ${THEIRS}/site.key }] }\n`,
    )
    await surely(
      `docker run -d --name their-traefik --network ${NETWORK} -p 443:443 -v ${THEIRS}:${THEIRS} -v /var/run/docker.sock:/var/run/docker.sock ${theirs.TRAEFIK} --configFile=${THEIRS}/traefik-static.yaml`,
    )
  }
  const stop = (): Promise<string> =>
    surely(`docker rm -f their-traefik && rm -r ${THEIRS}/dynamic ${THEIRS}/traefik-static.yaml`)

  it('leads to them by its file', async () => {
    const wanted = behind('traefik', network)
    expect(outcome(await converge(one, wanted))).toBe('verified')
    await start('')
    await theirs.write(`${THEIRS}/dynamic/traefik.yaml`, piece(wanted))
    await through()
    await stop()
  })

  it('leads to them by the labels of the containers, and sees nothing else of the stack', async () => {
    await start(`  docker: {}\napi: { insecure: true }\n`)
    const wanted = behind('traefik', { by: 'labels', network: NETWORK, entryPoint: 'websecure' })
    expect(outcome(await converge(one, wanted))).toBe('verified')
    await through()
    await stop()
  })
})

describe('taken away', () => {
  it('the services leave the network when the proxy is to come by the loopback', async () => {
    expect(outcome(await converge(one, behind('nginx', loopback)))).toBe('verified')
    const { containers } = await theirs.traces()
    expect(containers.filter((line) => line.includes(` ${NETWORK} `))).toEqual([`/shop-db ${NETWORK} `])
  })

  it('straight from the network, nothing of the owner’s is different but that the server is gone', async () => {
    expect(outcome(await converge(one, behind('nginx', network)))).toBe('verified')
    await surely(
      'docker compose --project-name bramble --project-directory /opt/bramble --file /opt/bramble/current/compose.yaml down',
    )
    await surely('systemctl start nginx')
    expect(await theirs.traces()).toEqual(before)
    // nobody is left in it: Docker lets its owner remove it
    await surely(`docker rm -f shop-db && docker network rm ${NETWORK}`)
  })
})
