/** The catalogue in use, through context, so that another language is one more file. */
import { createContext, useContext, type ReactNode } from 'react'
import { en, type Words } from './en.ts'
import { createFormat, type Format } from './format.ts'

export type { Words } from './en.ts'
export type { Format } from './format.ts'

interface Language {
  words: Words
  format: Format
}

const Context = createContext<Language>({ words: en, format: createFormat(en.locale, en.common.of) })

export function LanguageProvider({ words, children }: { words: Words; children: ReactNode }) {
  return <Context value={{ words, format: createFormat(words.locale, words.common.of) }}>{children}</Context>
}

export const useWords = (): Words => useContext(Context).words
export const useFormat = (): Format => useContext(Context).format
