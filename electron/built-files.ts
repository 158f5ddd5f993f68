/** The built renderer's files, found by the path of a URL and by nothing outside their folder. */
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

export interface BuiltFile {
  readonly body: Uint8Array<ArrayBuffer>
  readonly headers: Record<string, string>
}

/**
 * @param root the renderer's build
 * @param path the path of a URL, still encoded
 * @returns null where there is no such file
 */
export async function builtFile(root: string, path: string): Promise<BuiltFile | null> {
  const name = safeName(path)
  const type = name === null ? undefined : TYPES[extname(name)]
  if (name === null || type === undefined) return null
  try {
    // Names under assets/ carry a hash of the content.
    const cache = name.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-store'
    return {
      body: new Uint8Array(await readFile(join(root, name))),
      headers: { 'Content-Type': type, 'Cache-Control': cache },
    }
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
}

/** A relative path of plain names; null for anything that could climb, hide or mean something to the file system. */
function safeName(path: string): string | null {
  const name = path === '/' ? 'index.html' : path.slice(1)
  return /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(name) ? name : null
}

/** Other types the build does not have, so other files are not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}
