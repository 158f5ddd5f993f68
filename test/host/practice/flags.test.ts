import { describe, expect, it } from 'vitest'
import { PracticeError } from '../../../provisioners/host/practice/practice-error.ts'
import { readFlags } from '../../../provisioners/host/practice/process/flags.ts'

const declared = ['-a|--all', '-q', '-n|--lines=', '--format=']
const read = (...args: string[]) => readFlags('program', args, declared)

describe('flags', () => {
  it('reads long, short, glued and joined ones', () => {
    const flags = read('-aq', '-n5', '--format=x=y', 'file', '--lines', '7')
    expect(flags.has('--all')).toBe(true)
    expect(flags.has('-q')).toBe(true)
    expect(flags.values('--lines')).toEqual(['5', '7'])
    expect(flags.value('--format')).toBe('x=y')
    expect(flags.rest).toEqual(['file'])
  })

  it('ends at --, and at the first other argument where sub-commands follow', () => {
    expect(read('--', '-a').rest).toEqual(['-a'])
    expect(readFlags('program', ['-a', 'verb', '-z'], declared, { firstRestEnds: true }).rest).toEqual([
      'verb',
      '-z',
    ])
  })

  it('takes a lone hyphen and an empty value for what they are', () => {
    expect(read('-').rest).toEqual(['-'])
    expect(read('--lines=').value('--lines')).toBe('')
  })

  it.each([[['-z']], [['--unknown']], [['-az']], [['--all=yes']], [['--lines']]])('refuses %j', (args) => {
    expect(() => read(...args)).toThrow(PracticeError)
  })
})
