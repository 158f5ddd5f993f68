/** The table of design: who may import whom. Reads every import of the tree. */
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** `may`: folders and packages that files under `from` may import (their own folder always). First match wins. */
const layers: { from: string; may: string[] }[] = [
  { from: 'provisioners/model', may: ['zod'] },
  { from: 'provisioners/shell', may: ['provisioners/model'] },
  {
    from: 'provisioners/host',
    may: ['node:*', 'nodemailer', 'ssh2', 'tar-stream', 'yaml', 'provisioners/model', 'provisioners/shell'],
  },
  {
    from: 'provisioners/engine',
    may: ['zod', '@noble/hashes', 'provisioners/model', 'provisioners/shell', 'provisioners/host/host.ts'],
  },
  ...[
    'provisioners/system',
    'provisioners/docker',
    'provisioners/stack',
    'provisioners/tailscale',
    'provisioners/proof',
    'provisioners/ingress',
  ].map((from) => ({
    from,
    may: [
      'zod',
      'yaml',
      '@noble/hashes',
      'provisioners/model',
      'provisioners/shell',
      'provisioners/host/host.ts',
      'provisioners/engine/resource.ts',
      'provisioners/engine/check.ts',
      'provisioners/images.ts',
      'provisioners/system',
      'provisioners/docker',
      'provisioners/stack',
    ],
  })),
  ...['provisioners/matrix', 'provisioners/identity', 'provisioners/bridges'].map((from) => ({
    from,
    may: [
      'zod',
      'yaml',
      '@noble/hashes',
      'provisioners/model',
      'provisioners/shell',
      'provisioners/host/host.ts',
      'provisioners/engine/resource.ts',
      'provisioners/engine/check.ts',
      'provisioners/images.ts',
      'provisioners/stack',
      'provisioners/system',
      'provisioners/docker',
      'provisioners/matrix',
    ],
  })),
  { from: 'provisioners/cli', may: ['node:*', 'uqr', 'yaml', 'zod', 'provisioners'] },
  { from: 'provisioners', may: ['node:*', 'yaml', 'zod', 'provisioners'] },
  { from: 'electron/contract', may: ['zod', 'provisioners/model'] },
  {
    from: 'electron/handlers',
    may: [
      'node:*',
      'zod',
      'electron/contract',
      'electron/handlers',
      'provisioners/index.ts',
      'provisioners/model',
    ],
  },
  {
    from: 'electron',
    may: ['node:*', 'electron', 'ws', 'zod', 'electron/', 'provisioners/index.ts', 'provisioners/model'],
  },
  {
    from: 'renderer',
    may: [
      'react',
      'react-dom',
      'uqr',
      '@base-ui/react',
      '@tanstack/react-virtual',
      'electron/contract/',
      'provisioners/model',
      'renderer',
    ],
  },
]

const sources = ['provisioners', 'electron', 'renderer'].flatMap(files)

function files(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(join(root, path)).isDirectory()) return files(path)
    return /\.tsx?$/.test(name) && !name.endsWith('.d.ts') ? [path] : []
  })
}

/** Imported module of each import or export-from, resolved to a path of the tree where it is relative. */
function imports(file: string): { target: string; typeOnly: boolean }[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found = [
    ...text.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm),
    ...text.matchAll(/\bimport\(\s*()['"]([^'"]+)['"]/g),
  ]
  return found.map((match) => {
    const name = match[2] ?? ''
    const target = name.startsWith('.') ? relative(root, resolve(root, dirname(file), name)) : name
    return { target, typeOnly: Boolean(match[1]) }
  })
}

const within = (target: string, allowed: string): boolean =>
  allowed === 'node:*'
    ? target.startsWith('node:')
    : target === allowed || target.startsWith(allowed.endsWith('/') ? allowed : `${allowed}/`)

function violations(file: string): string[] {
  const layer = layers.find(({ from }) => file.startsWith(`${from}/`))
  if (!layer) return [`${file}: belongs to no layer`]
  return imports(file)
    .filter(
      ({ target }) => !within(target, layer.from) && !layer.may.some((allowed) => within(target, allowed)),
    )
    .filter(({ target }) => !/\.(css|svg)(\?.*)?$/.test(target))
    .map(({ target }) => `${file} imports ${target}`)
}

describe('layers', () => {
  it('reads the imports that are there', () => {
    expect(sources.length).toBeGreaterThan(50)
    expect(sources.flatMap(imports).length).toBeGreaterThan(200)
  })

  it('every file imports only what its layer may', () => {
    expect(sources.flatMap(violations)).toEqual([])
  })

  it('pure layers ask for time and randomness as arguments', () => {
    const pure = ['model', 'shell', 'system', 'docker', 'stack', 'matrix', 'identity', 'engine'].map(
      (name) => `provisioners/${name}/`,
    )
    const impure = sources
      .filter((file) => pure.some((folder) => file.startsWith(folder)))
      .filter((file) =>
        /\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)|\bfetch\(/.test(
          readFileSync(join(root, file), 'utf8'),
        ),
      )
    expect(impure).toEqual([])
  })

  it('no file is over 300 lines without a reason written in it', () => {
    const long = [...sources, ...files('test')].filter((file) => {
      const text = readFileSync(join(root, file), 'utf8')
      return text.split('\n').length > 301 && !text.includes('Over 300 lines because')
    })
    expect(long).toEqual([])
  })
})
