/** What a screen may use of the world around it, handed down through context: tests hand down another one. */
import { createContext, useContext } from 'react'
import type { Client } from '../electron/contract/api.ts'

export interface Platform {
  readonly client: Client
  /** Survives a reload of the page, not its closing. Ids only, never a secret. */
  recall: (key: string) => string | null
  remember: (key: string, value: string | null) => void
  /** @returns whether it worked */
  copy: (text: string) => Promise<boolean>
  /** Hands a text to the person as a file. */
  save: (name: string, text: string, type: string) => void
  /** Seconds since the epoch. */
  now: () => number
}

const Context = createContext<Platform | null>(null)

export const PlatformProvider = Context

export function usePlatform(): Platform {
  const platform = useContext(Context)
  if (platform === null) throw new Error('a screen was rendered without its platform')
  return platform
}

export const useClient = (): Client => usePlatform().client
