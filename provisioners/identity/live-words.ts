/** Lines of the live test, and what a stranger's words look like in them. */
import type { TestLine } from '../model/test-line.ts'

export const fine = (code: string, title: string, detail: string): TestLine => ({
  code,
  verdict: 'fine',
  title,
  detail,
  remedy: '',
})

const trouble =
  (verdict: TestLine['verdict']) =>
  (code: string, title: string, detail: string, remedy: string): TestLine => ({
    code,
    verdict,
    title,
    detail,
    remedy,
  })

export const worthKnowing = trouble('worth-knowing')
export const inTheWay = trouble('in-the-way')

const LONGEST = 200

/** One line of printable characters, without those that turn the direction of writing. */
export function clean(text: string): string {
  const plain = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain
}

export const quoted = (text: string): string => `“${clean(text)}”`
