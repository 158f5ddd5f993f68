/** curl: from the host to the internet, to a published port or to the Docker socket, and from within a container. */
import { pullImage } from '../docker/pull.ts'
import { PracticeError } from '../practice-error.ts'
import { readFlags, type Flags } from '../process/flags.ts'
import { absolute, type Process } from '../process/process.ts'
import { request, type CurlFailure } from '../web.ts'
import { readCall } from './curl-config.ts'
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
    '-w|--write-out=',
    '-X|--request=',
    '--unix-socket=',
    '-K|--config=',
  ])
  if (flags.has('-K') && flags.rest.length === 0) return configured(process, flags)
  const [url, ...more] = flags.rest
  if (url === undefined) throw new PracticeError('curl', process.args.join(' '))
  if (flags.has('--unix-socket')) {
    if (more.length > 0) throw new PracticeError('curl', process.args.join(' '))
    return socket(process, flags, url)
  }
  let status = 0
  for (const one of flags.rest) status = finish(process, flags, one, ask(process, flags, one))
  return status
}

function ask(process: Process, flags: Flags, url: string): Outcome {
  const authority = flags.value('--cacert')
  if (authority !== undefined && !process.machine.files.exists(absolute(process, authority)))
    return { code: 77, message: `error setting certificate file: ${authority}` }
  const config = readConfig(process, flags)
  const method = flags.has('-I')
    ? 'HEAD'
    : (flags.value('-X') ?? (config.body === undefined ? 'GET' : 'POST'))
  return request(
    process.machine,
    {
      url,
      method,
      headers: { 'user-agent': 'curl/8.14.1', accept: '*/*', ...config.headers },
      body: config.body ?? '',
    },
    {
      ...(process.inside && { inside: process.inside }),
      ...(authority !== undefined && {
        authority: process.machine.files.read(absolute(process, authority), process.who),
      }),
      addresses: flags.values('--resolve').map((entry) => {
        const match = /^([^:]+):(\d+):(.+)$/.exec(entry)
        if (!match) throw new PracticeError('curl', `--resolve ${entry}`)
        return { host: match[1] ?? '', port: Number(match[2]), address: match[3] ?? '' }
      }),
    },
  )
}

/** A request whose address, headers and body come by standard input. */
function configured(process: Process, flags: Flags): number {
  if (flags.value('-K') !== '-' || flags.rest.length > 0 || !process.inside)
    throw new PracticeError('curl --config', process.args.join(' '))
  const call = readCall(process.input)
  if (!call) {
    process.err('curl: (2) no URL specified\n')
    return 2
  }
  const outcome = request(process.machine, call, { inside: process.inside, addresses: [] })
  return finish(process, flags, call.url, outcome)
}

/** Its configuration on standard input: headers and one body. */
function readConfig(
  process: Process,
  flags: Flags,
): { headers: Record<string, string>; body: string | undefined } {
  const file = flags.value('-K')
  const headers: Record<string, string> = {}
  let body: string | undefined
  if (file === undefined) return { headers, body }
  if (file !== '-') throw new PracticeError('curl', `--config ${file}`)
  for (const line of process.input.split('\n').filter((text) => text !== '')) {
    const [, key, quoted] = /^(header|data|data-raw) = "((?:[^"\\]|\\.)*)"$/.exec(line) ?? []
    if (key === undefined || quoted === undefined) throw new PracticeError('curl --config', line)
    const value = quoted.replace(/\\(.)/g, (_, escape: string) => (escape === 'n' ? '\n' : escape))
    if (key === 'header') {
      const [, name = '', content = ''] = /^([^:]+): *(.*)$/.exec(value) ?? []
      headers[name.toLowerCase()] = content
    } else body = value
  }
  return { headers, body }
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
