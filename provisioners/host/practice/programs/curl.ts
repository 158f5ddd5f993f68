/** curl: from the host to the internet, to a published port or to the Docker socket, and from within a container. */
import { pullImage } from '../docker/pull.ts'
import { PracticeError } from '../practice-error.ts'
import { readFlags, type Flags } from '../process/flags.ts'
import { absolute, type Process } from '../process/process.ts'
import { request, type CurlFailure } from '../web.ts'
import { callOf, readConfig } from './curl-config.ts'
import type { HttpAnswer } from '../services/behaviour.ts'
import type { KnownProgram } from './index.ts'

export const curlPrograms: Record<string, KnownProgram> = { curl: { run: curl, files: ['/usr/bin/curl'] } }

type Outcome = HttpAnswer | CurlFailure

async function curl(process: Process): Promise<number> {
  const flags = readFlags('curl', process.args, [
    '-f|--fail',
    '--fail-with-body',
    '-s|--silent',
    '-S|--show-error',
    '-I|--head',
    '-L|--location',
    '-N|--no-buffer',
    '-o|--output=',
    '-m|--max-time=',
    '--cacert=',
    '--resolve=',
    '--connect-to=',
    '-H|--header=',
    '--fail-early',
    '--connect-timeout=',
    '-w|--write-out=',
    '-X|--request=',
    '--unix-socket=',
    '-K|--config=',
  ])
  const named = flags.rest.length === 0 ? configOf(process, flags).url : null
  const urls = named === null ? flags.rest : [named]
  const [url, ...more] = urls
  if (url === undefined) {
    process.err('curl: (2) no URL specified\n')
    return 2
  }
  if (flags.has('--unix-socket')) {
    if (more.length > 0) throw new PracticeError('curl', process.args.join(' '))
    return socket(process, flags, url)
  }
  let status = 0
  for (const one of urls) {
    status = finish(process, flags, one, ask(process, flags, one))
    if (status !== 0 && flags.has('--fail-early')) break
  }
  return status
}

function ask(process: Process, flags: Flags, url: string): Outcome {
  const authority = flags.value('--cacert')
  if (authority !== undefined && !process.machine.files.exists(absolute(process, authority)))
    return { code: 77, message: `error setting certificate file: ${authority}` }
  const configured = callOf(configOf(process, flags), url)
  const call = { ...configured, headers: { ...configured.headers, ...headersOf(flags) } }
  return request(
    process.machine,
    { ...call, method: flags.has('-I') ? 'HEAD' : (flags.value('-X') ?? call.method) },
    {
      ...(process.inside && { inside: process.inside }),
      ...(authority !== undefined && {
        authority: process.machine.files.read(absolute(process, authority), process.who),
      }),
      addresses: [
        ...flags.values('--resolve').map((entry) => {
          const match = /^([^:]+):(\d+):(.+)$/.exec(entry)
          if (!match) throw new PracticeError('curl', `--resolve ${entry}`)
          return { host: match[1] ?? '', port: Number(match[2]), address: match[3] ?? '' }
        }),
        ...flags.values('--connect-to').map((entry) => {
          const match = /^([^:]+):(\d+):([^:]+):(\d+)$/.exec(entry)
          if (!match) throw new PracticeError('curl', `--connect-to ${entry}`)
          const [, host = '', port, address = '', toPort] = match
          return { host, port: Number(port), address, toPort: Number(toPort) }
        }),
      ],
    },
  )
}

const headersOf = (flags: Flags): Record<string, string> =>
  Object.fromEntries(
    flags.values('-H').map((header) => {
      const match = /^([\w-]+): (.*)$/.exec(header)
      if (!match) throw new PracticeError('curl', `--header ${header}`)
      return [(match[1] ?? '').toLowerCase(), match[2] ?? '']
    }),
  )

/** What comes by standard input, if anything does. */
function configOf(process: Process, flags: Flags): ReturnType<typeof readConfig> {
  const file = flags.value('-K')
  if (file !== undefined && file !== '-') throw new PracticeError('curl', `--config ${file}`)
  return readConfig(file === undefined ? '' : process.input)
}

function finish(process: Process, flags: Flags, url: string, outcome: Outcome): number {
  const refused =
    (flags.has('-f') || flags.has('--fail-with-body')) && 'status' in outcome && outcome.status >= 400
  const failure: CurlFailure | null =
    'code' in outcome
      ? outcome
      : refused
        ? { code: 22, message: `The requested URL returned error: ${outcome.status}` }
        : null
  if ('status' in outcome && (!refused || flags.has('--fail-with-body'))) {
    const body = flags.has('-I') ? '' : outcome.body
    const file = flags.value('-o')
    if (file === undefined) process.out(body)
    else if (file !== '/dev/null')
      process.machine.files.write(absolute(process, file), body, { who: process.who, mode: 0o644 })
  }
  const format = flags.value('-w')
  if (format !== undefined) process.out(report(format, url, outcome, failure))
  if (!failure) return 0
  if (!flags.has('-s') || flags.has('-S')) process.err(`curl: (${failure.code}) ${failure.message}\n`)
  return failure.code
}

function report(format: string, url: string, outcome: Outcome, failure: CurlFailure | null): string {
  const status = 'status' in outcome ? outcome.status : 0
  if (format === '\\n%{http_code}\\n') return `\n${String(status).padStart(3, '0')}\n`
  if (format === '%{http_code}\\n') return `${String(status).padStart(3, '0')}\n`
  if (format === '%{http_code} %{url_effective}\\n') return `${String(status).padStart(3, '0')} ${url}\n`
  if (format === '%{http_code}') return String(status).padStart(3, '0')
  if (format === '\\n%{http_code}') return `\n${String(status).padStart(3, '0')}`
  if (format !== '%{json}') throw new PracticeError('curl', `--write-out ${format}`)
  return JSON.stringify({
    content_type: 'headers' in outcome ? (outcome.headers['content-type'] ?? null) : null,
    errormsg: failure?.message ?? null,
    exitcode: failure?.code ?? 0,
    http_code: status,
    method: 'GET',
    num_connects: status === 0 ? 0 : 1,
    response_code: status,
    scheme: new URL(url).protocol.slice(0, -1).toUpperCase(),
    size_download: 'body' in outcome ? Buffer.byteLength(outcome.body) : 0,
    time_total: 0.021,
    url,
    url_effective: url,
  })
}

/** The Engine's own API, as far as pulling goes. */
async function socket(process: Process, flags: Flags, address: string): Promise<number> {
  const { machine } = process
  if (process.inside || !machine.isSocket(flags.value('--unix-socket') ?? '')) {
    process.err(`curl: (7) Failed to connect to localhost over ${flags.value('--unix-socket')}\n`)
    return 7
  }
  if (process.who.uid !== 0) {
    process.err('curl: (7) Permission denied\n')
    return 7
  }
  const url = new URL(address)
  const image = url.searchParams.get('fromImage')
  if (url.pathname !== '/images/create' || image === null || flags.value('-X') !== 'POST')
    throw new PracticeError('curl --unix-socket', `${flags.value('-X') ?? 'GET'} ${url.pathname}`)
  const refused = await pullImage(`${image}:${url.searchParams.get('tag') ?? 'latest'}`, {
    machine,
    line: (event) => process.out(`${JSON.stringify(event)}\n`),
    sleep: (seconds) => process.sleep(seconds),
  })
  if (!refused) return 0
  const body = JSON.stringify({ message: refused.message })
  return finish(process, flags, address, {
    status: refused.status,
    headers: { 'content-type': 'application/json' },
    body: `${body}\n`,
  })
}
