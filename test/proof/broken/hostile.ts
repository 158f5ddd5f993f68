/** Answers that are made to hurt whoever reads them. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { CLIENT, json, VERSIONS, type Answering } from '../support/site.ts'
import type { Healthy } from '../support/healthy.ts'
import type { Broken } from './way.ts'

type Raw = (response: ServerResponse, request: IncomingMessage) => void
const found =
  (raw: (world: Healthy) => Raw, path = CLIENT) =>
  (world: Healthy) => {
    const answer: Answering = (request, response) => raw(world)(response, request)
    world.main.site[path] = answer
  }

const GIGABYTE = 1024 ** 3
const block = Buffer.alloc(64 * 1024, ' ')

/** Sends as long as somebody reads. */
function pour(response: ServerResponse, bytes: number): void {
  let left = bytes
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= block.length
      if (!response.write(block)) return void response.once('drain', more)
    }
    if (left <= 0) response.end()
  }
  more()
}

const raw = (response: ServerResponse, text: string): void => void response.socket?.end(text)

export const hostile: readonly Broken[] = [
  ['a gigabyte', 'domain', found(() => (response) => pour(response, GIGABYTE)), 'found', 'too-long'],
  ['a body without end', 'domain', found(() => (response) => pour(response, Infinity)), 'found', 'too-long'],
  [
    'a body that never goes on',
    'domain',
    found((world) => (response) => (response.writeHead(200), response.write('{'), world.clock.hang())),
    'found',
    'never-ends',
  ],
  ['no answer at all', 'domain', found((world) => () => world.clock.hang()), 'found', 'no-answer'],
  [
    'no answer to what is asked first',
    'domain',
    found((world) => () => world.clock.hang(), VERSIONS),
    'answers',
    'no-answer',
  ],
  [
    'a flood of headers',
    'domain',
    found(
      () => (response) => raw(response, `HTTP/1.1 200 OK\r\n${'x-flood: 1234567890\r\n'.repeat(20_000)}\r\n`),
    ),
    'found',
    'header-flood',
  ],
  [
    'one header without end',
    'domain',
    found(() => (response) => raw(response, `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}`)),
    'found',
    'header-flood',
  ],
  [
    'no HTTP',
    'domain',
    found(() => (response) => raw(response, '\u0000\u0001\u0002\r\n\r\n')),
    'found',
    'not-http',
  ],
  ['it hangs up', 'domain', found(() => (response) => response.destroy()), 'found', 'no-answer'],
  [
    'less than it announces',
    'domain',
    found(() => (response) => raw(response, 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{}')),
    'found',
    'no-answer',
  ],
  [
    'deeper than any stack',
    'domain',
    found(() => (response) => response.end('['.repeat(200_000))),
    'found',
    'not-json',
  ],
  [
    'text that turns lines around',
    'domain',
    (world) =>
      (world.main.site[CLIENT] = json({
        'm.homeserver': { base_url: `https://\u202eevil\u0007${'x'.repeat(9000)}/` },
      })),
    'found',
    'other-base-url',
  ],
  [
    'a prototype instead of an answer',
    'domain',
    (world) =>
      (world.main.site[CLIENT] = {
        status: 200,
        headers: {},
        body: '{"__proto__":{"m.homeserver":{"base_url":"https://brookside.example/"}}}',
      }),
    'found',
    'wrong-shape',
  ],
]
