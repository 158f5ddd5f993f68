/** An answers file as text: YAML or JSON, with the line of every value, so that a mistake can be shown where it stands. */
import { isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments, visit, type Document } from 'yaml'

/** One thing to change. */
export interface Mistake {
  /** Such as `signIn.providers[0].kind`; empty for the file as a whole. */
  readonly path: string
  /** 1-based; null where nothing in the file stands for it. */
  readonly line: number | null
  /** One sentence that says what to change. It never repeats a value: that might be a secret. */
  readonly words: string
}

export type Path = readonly (string | number)[]

export interface Read {
  readonly value: unknown
  /** The line of the value or key at a path; of what is around it where it is missing. */
  line(path: Path): number | null
}

/** Far more than any answers need: a file that is larger is another file. */
export const LIMIT_BYTES = 1_000_000

/**
 * @param text YAML 1.2, of which JSON is a part
 * @returns the value, or every mistake of form. Anchors and aliases are refused: nobody needs them here, and a few of them
 *   can stand for billions of values.
 */
export function readDocument(text: string): Read | readonly Mistake[] {
  if (text.length > LIMIT_BYTES) return [whole('The file is too large to be an answers file.')]
  const lines = new LineCounter()
  // prettyErrors would repeat lines of the file, and with them a secret that somebody put there
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  const [document, ...more] = documents
  if (document === undefined || !('contents' in document)) return [whole('The file is empty.')]
  if (more.length > 0) return [whole('Put all answers into one document: take out the lines that say “---”.')]
  const at = (offset: number): number => lines.linePos(offset).line
  const errors = document.errors.map(({ code, pos }): Mistake => {
    return { path: '', line: at(pos[0]), words: wordsOfForm[code] ?? 'This cannot be read as YAML or JSON.' }
  })
  const wrong = [...errors, ...wrongNodes(document, at)]
  if (wrong.length > 0) return wrong
  if (!isMap(document.contents))
    return [whole('An answers file is a list of names with answers, such as “name: Brookside”.')]
  return { value: document.toJS({ maxAliasCount: 0 }) as unknown, line: (path) => lineOf(document, path, at) }
}

export const whole = (words: string): Mistake => ({ path: '', line: null, words })

const wordsOfForm: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'This name stands here twice: take one of them out.',
  TAB_AS_INDENT: 'Indent with spaces: YAML takes no tabs.',
  BAD_INDENT: 'The indentation does not fit the lines around it.',
  MISSING_CHAR: 'A bracket, a quote or a colon is missing here.',
  UNEXPECTED_TOKEN: 'Something stands here that does not belong here.',
  BLOCK_AS_IMPLICIT_KEY: 'The indentation does not fit the lines around it, or a quote is missing.',
  MULTILINE_IMPLICIT_KEY: 'A colon is missing behind a name, or a quote is not closed.',
  BAD_ALIAS: 'References (&name, *name) are not read here: write the value out.',
}

function wrongNodes(document: Document.Parsed, at: (offset: number) => number): Mistake[] {
  const found: Mistake[] = []
  const note = (node: { range?: readonly number[] | null | undefined }, words: string): void => {
    found.push({ path: '', line: node.range?.[0] === undefined ? null : at(node.range[0]), words })
  }
  visit(document, {
    Alias: (_, node) => note(node, 'References (&name, *name) are not read here: write the value out.'),
    Node(_, node) {
      if (node.anchor !== undefined)
        note(node, 'References (&name, *name) are not read here: write the value out.')
      if (node.tag !== undefined)
        note(node, 'Types (such as !!binary) are not read here: write the value plainly.')
    },
    Pair(_, pair) {
      if (!isScalar(pair.key) || typeof pair.key.value !== 'string')
        note(isNode(pair.key) ? pair.key : {}, 'A name must be a text: put it in quotes.')
    },
  })
  return found
}

function lineOf(document: Document.Parsed, path: Path, at: (offset: number) => number): number | null {
  let node: unknown = document.contents
  let offset: number | undefined
  for (const step of path) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === step) : undefined
    if (pair && isNode(pair.key)) offset = pair.key.range?.[0]
    node = pair ? pair.value : isSeq(node) && typeof step === 'number' ? node.items[step] : undefined
    if (!isNode(node)) break
    if (!pair) offset = node.range?.[0]
  }
  return offset === undefined ? null : at(offset)
}

/** `signIn.providers[0].kind` */
export const pathText = (path: Path): string =>
  path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`))
    .join('')

/** One line for people: where, and what to change. */
export const showMistake = ({ path, line, words }: Mistake): string =>
  [line === null ? '' : `line ${line}`, path]
    .filter((part) => part !== '')
    .join(', ')
    .replace(/(.)$/, '$1: ') + words
