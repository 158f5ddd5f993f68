/** Two public resolvers, asked over HTTPS: past the home's own DNS, which may know other answers than the world. Pure. */
import type { Fact } from '../engine/resource.ts'
import { sh, withInput, type Command } from '../shell/command.ts'
import { curlConfig } from '../shell/curl-config.ts'
import { caaNames } from './caa.ts'
import { readDnsJson, silent, type DnsType, type Looked } from './dns-json.ts'

export interface Resolver {
  readonly id: 'google' | 'cloudflare'
  readonly name: string
  /** Address of a question, without its two parameters. */
  readonly base: string
}

export const resolvers: readonly Resolver[] = [
  { id: 'google', name: 'Google', base: 'https://dns.google/resolve' },
  { id: 'cloudflare', name: 'Cloudflare', base: 'https://cloudflare-dns.com/dns-query' },
]

/** Cloudflare answers in JSON only to who asks for it. */
export const ACCEPT = { accept: 'application/dns-json' } as const

export interface DnsQuestion {
  readonly name: string
  readonly type: Extract<DnsType, 'A' | 'AAAA' | 'CAA'>
}

/** Everything that is asked about some names; their aliases come with the addresses. */
export function questionsFor(names: readonly string[]): DnsQuestion[] {
  const own = [...new Set(names)]
  const above = [...new Set(own.flatMap(caaNames))]
  return [
    ...own.flatMap((name) => [
      { name, type: 'A' as const },
      { name, type: 'AAAA' as const },
    ]),
    ...above.map((name) => ({ name, type: 'CAA' as const })),
  ]
}

export const questionUrl = ({ base }: Resolver, { name, type }: DnsQuestion): string =>
  `${base}?${new URLSearchParams({ name, type }).toString()}`

const MOST_BYTES = 64 * 1024
const STATUS = '\\n%{http_code}\\n'

/**
 * One curl for all questions, over one connection; the first one that fails ends it. After each answer comes a line with its
 * status.
 */
export const askResolver = (resolver: Resolver, questions: readonly DnsQuestion[]): Command =>
  withInput(
    sh`curl --silent --fail-early --connect-timeout 3 --max-time 4 --max-filesize ${MOST_BYTES} --write-out ${STATUS} --config -`,
    curlConfig([
      ['header', [`accept: ${ACCEPT.accept}`]],
      ...questions.map((question) => ['url', [questionUrl(resolver, question)]] as const),
    ]),
  )

/** What a resolver said, by question. */
export type Answers = (question: DnsQuestion) => Looked

/** One resolver, asked from one place. */
export interface View {
  readonly from: 'pi' | 'here'
  readonly resolver: Resolver
  readonly answers: Answers
}

const key = ({ name, type }: DnsQuestion): string => `${type} ${name}`

export function answersOf(entries: Iterable<readonly [DnsQuestion, Looked]>): Answers {
  const known = new Map([...entries].map(([question, looked]) => [key(question), looked]))
  return (question) => known.get(key(question)) ?? silent
}

/** @param stdout of `askResolver`; what is missing or cut off was not answered */
export function readAnswers(stdout: string, questions: readonly DnsQuestion[]): Answers {
  const pieces = stdout.split(/\n(\d{3})\n/)
  return answersOf(
    questions.map((question, index) => [
      question,
      readDnsJson(Number(pieces[2 * index + 1] ?? 0), pieces[2 * index] ?? '', question.name, question.type),
    ]),
  )
}

/** One resolver, asked from the Pi. */
export const resolverFact = (resolver: Resolver, questions: readonly DnsQuestion[]): Fact<Answers> => ({
  id: `ingress.dns.${resolver.id}`,
  command: askResolver(resolver, questions),
  timeoutSeconds: 8,
  parse: ({ stdout }) => readAnswers(stdout, questions),
})

/** What all of them said of one question together. */
export interface Heard {
  /** Those that answered, each with what it said. */
  readonly said: readonly { readonly view: View; readonly looked: Looked }[]
  /** One of each kind of answer. */
  readonly different: readonly Looked[]
}

export function hear(views: readonly View[], question: DnsQuestion): Heard {
  const said = views
    .map((view) => ({ view, looked: view.answers(question) }))
    .filter(({ looked }) => looked.kind !== 'silent')
  const different = new Map(said.map(({ looked }) => [meaning(looked), looked]))
  return { said, different: [...different.values()] }
}

/** For an address it is the same whether a name is not there or has none; the way to it does not matter either. */
const meaning = (looked: Looked): string =>
  looked.kind === 'found'
    ? looked.values.join(' ')
    : looked.kind === 'empty' || looked.kind === 'no-name'
      ? looked.aliases.length > 0 && looked.kind === 'no-name'
        ? 'no-name'
        : ''
      : looked.kind
