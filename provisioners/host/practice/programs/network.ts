/** Who listens, which addresses there are, and listening for a while: ss, ip, systemd-socket-activate. */
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import { complain, type Process } from '../process/process.ts'
import type { KnownProgram } from './index.ts'

export const networkPrograms: Record<string, KnownProgram> = {
  ss: { run: ss },
  ip: { run: ip },
  'systemd-socket-activate': { run: socketActivate },
  upnpc: { run: upnpc, files: ['/usr/bin/upnpc'] },
}

function ss(process: Process): number {
  const flags = readFlags('ss', process.args, [
    '-H|--no-header',
    '-l|--listening',
    '-t|--tcp',
    '-n|--numeric',
    '-p|--processes',
  ])
  for (const needed of ['-H', '-l', '-t', '-n'])
    if (!flags.has(needed)) throw new PracticeError('ss', `an answer without ${needed}`)
  for (const { address, port, program, pid } of process.machine.network.listeners()) {
    const local = `${address}:${port}`.padStart(20)
    const peer = `${address.startsWith('[') ? '[::]' : '0.0.0.0'}:*`.padStart(18)
    // the kernel tells only root who it is
    const users = flags.has('-p') && process.who.uid === 0 ? `    users:(("${program}",pid=${pid},fd=4))` : ''
    process.out(`LISTEN 0      4096  ${local}${peer}${users}\n`)
  }
  return 0
}

/** The addresses of a Pi by cable; the form is iproute2's (ip/ipaddress.c). */
function ip(process: Process): number {
  if (process.args.join(' ') !== '-j addr') throw new PracticeError('ip', process.args.join(' '))
  const { network, internet } = process.machine
  const device = (index: number, name: string, addresses: readonly object[]) => ({
    ifindex: index,
    ifname: name,
    flags: ['UP', 'LOWER_UP'],
    mtu: 1500,
    operstate: 'UP',
    addr_info: addresses,
  })
  const six = internet.home.ipv6
  process.out(
    JSON.stringify([
      device(1, 'lo', [{ family: 'inet', local: '127.0.0.1', prefixlen: 8, scope: 'host' }]),
      device(2, 'eth0', [
        { family: 'inet', local: network.address, prefixlen: 24, scope: 'global' },
        ...(six === null ? [] : [{ family: 'inet6', local: six, prefixlen: 64, scope: 'global' }]),
        { family: 'inet6', local: 'fe80::1', prefixlen: 64, scope: 'link' },
      ]),
    ]),
  )
  return 0
}

/** What a router says that lets itself be asked (miniupnpc, upnpc.c). */
function upnpc(process: Process): number {
  if (process.args.join(' ') !== '-s') throw new PracticeError('upnpc', process.args.join(' '))
  const { router } = process.machine.internet
  if (router === null) {
    process.out('No IGD UPnP Device found on the network !\n')
    return 1
  }
  process.out(`Found valid IGD : http://192.0.2.1:5000/ctl/IPConn\nExternalIPAddress = ${router}\n`)
  return 0
}

/** Listens until it is ended, and gives each connection to a program of its own (systemd-socket-activate(1)). */
async function socketActivate(process: Process): Promise<number> {
  const flags = readFlags(
    'systemd-socket-activate',
    process.args,
    ['-l|--listen=', '-a|--accept', '--inetd'],
    {
      firstRestEnds: true,
    },
  )
  if (!flags.has('-a') || !flags.has('--inetd'))
    throw new PracticeError('systemd-socket-activate', 'one for all')
  const { network } = process.machine
  const ports = flags.values('-l').map(Number)
  const taken = ports.find((port) => network.ownerOf(port) !== undefined)
  if (taken !== undefined)
    return complain(process, `Failed to listen on [::]:${taken}: Address already in use`)
  for (const port of ports)
    network.waiting.set(port, async (input) => {
      let said = ''
      await process.exec(flags.rest, { input, out: (text) => void (said += text) })
      return said
    })
  try {
    await process.wait(() => () => {})
    return 0
  } finally {
    for (const port of ports) network.waiting.delete(port)
  }
}
