/** The only file that touches the window, its storage or the socket: all of it as one plain object. */
import { createClient, type Channel } from '../electron/contract/client.ts'
import type { Platform } from './platform.tsx'

declare global {
  interface Window {
    /** What Electron's preload script exposes; missing in a browser. */
    readonly bramble?: { send(text: string): void; onMessage(listener: (text: string) => void): void }
  }
}

/** Waits between tries to reach the engine again; the last one repeats. */
const WAITS = [250, 500, 1000, 2000, 5000]

export function createPlatform(): { platform: Platform; root: HTMLElement } {
  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has no #root')
  const theme = new URLSearchParams(location.search).get('theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  const channel = window.bramble === undefined ? socketChannel() : electronChannel(window.bramble)
  return {
    root,
    platform: {
      client: createClient(channel),
      recall: (key) => sessionStorage.getItem(key),
      remember: (key, value) =>
        value === null ? sessionStorage.removeItem(key) : sessionStorage.setItem(key, value),
      copy,
      save,
      now: () => Date.now() / 1000,
    },
  }
}

function electronChannel(bramble: NonNullable<Window['bramble']>): Channel {
  return {
    send: (text) => bramble.send(text),
    onMessage: (listener) => bramble.onMessage(listener),
    // Electron's channel lives as long as the page.
    onClose: () => undefined,
  }
}

/** A WebSocket to the page's own origin, opened again whenever it closes. The cookie says who asks. */
function socketChannel(): Channel {
  let socket: WebSocket | null = null
  let tries = 0
  const messages: ((text: string) => void)[] = []
  const closes: (() => void)[] = []
  const opens: (() => void)[] = []

  const connect = () => {
    const next = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/socket`)
    next.addEventListener('open', () => {
      socket = next
      tries = 0
      for (const opened of opens) opened()
    })
    next.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') for (const heard of messages) heard(data)
    })
    next.addEventListener('close', () => {
      socket = null
      for (const closed of closes) closed()
      setTimeout(connect, WAITS[Math.min(tries++, WAITS.length - 1)])
    })
  }
  connect()

  return {
    send: (text) => socket?.send(text),
    onMessage: (listener) => void messages.push(listener),
    onClose: (listener) => void closes.push(listener),
    onOpen: (listener) => void opens.push(listener),
  }
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

function save(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
