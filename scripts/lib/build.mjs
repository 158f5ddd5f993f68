/** Builds dist/: the two shells and the command line by esbuild, the window's page by Vite. */
import { build as bundle } from 'esbuild'
import { cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { licenses } from './licenses.mjs'

export const root = resolve(import.meta.dirname, '../..')
const dist = join(root, 'dist')

/** What is built from what. A part is built again when anything of its sources, or of what builds it, is newer. */
const always = ['package.json', 'package-lock.json', 'scripts/lib/build.mjs']
const parts = {
  host: { make: buildHost, sources: ['electron', 'provisioners', ...always] },
  renderer: {
    make: buildRenderer,
    sources: [
      'renderer',
      'assets',
      'electron/contract',
      'electron/headers.ts',
      'provisioners/model',
      'vite.config.ts',
      ...always,
    ],
  },
}

/**
 * @param {{ onlyStale?: boolean }} [options]
 * @returns {Promise<string[]>} names of the parts that were built
 */
export async function build({ onlyStale = false } = {}) {
  const built = await Promise.all(
    Object.entries(parts).map(async ([name, { make, sources }]) => {
      const stamp = join(dist, `.${name}`)
      if (onlyStale && (await newest(sources)) < (await time(stamp))) return []
      const began = new Date()
      await rm(stamp, { force: true })
      await make()
      await mkdir(dist, { recursive: true })
      await writeFile(stamp, began.toISOString())
      return [name]
    }),
  )
  return built.flat()
}

/**
 * For scripts: the tools have said what is wrong with the sources, their own stack adds nothing.
 *
 * @param {{ onlyStale?: boolean }} [options]
 */
export async function buildOrExit(options) {
  try {
    return await build(options)
  } catch (error) {
    console.error(`The build failed: ${error.message}`)
    process.exit(1)
  }
}

const common = {
  absWorkingDir: root,
  bundle: true,
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
  external: ['electron'],
}

async function buildHost() {
  await rm(join(dist, 'parts'), { recursive: true, force: true })
  const [{ metafile }] = await Promise.all([
    bundle({
      ...common,
      entryPoints: {
        main: 'electron/main.ts',
        web: 'electron/web.ts',
        'electron-binary': 'electron/electron-binary.ts',
        cli: 'provisioners/cli.ts',
      },
      outdir: dist,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      splitting: true,
      chunkNames: 'parts/[name]-[hash]',
      banner: { js: commonJs },
      plugins: [withoutLocales],
      // ssh2 does without its two optional natives, ws without its own.
      external: [...common.external, 'cpu-features', '*.node', 'bufferutil', 'utf-8-validate'],
      metafile: true,
    }),
    buildPreload(dist),
  ])
  await writeFile(join(dist, 'LICENSES.txt'), await licenses(root, Object.keys(metafile.inputs)))
  // ssh2 starts it beside its own folder (see the banner) to reach PuTTY's agent on Windows.
  await cp(join(root, 'node_modules/ssh2/util/pagent.exe'), join(dist, 'util/pagent.exe'))
}

/** zod's own words in fifty languages, a quarter of the bundle: its messages are never shown as they are. */
const withoutLocales = {
  name: 'without-locales',
  setup: ({ onLoad }) =>
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: 'export {}' })),
}

/** A sandboxed preload script must be one CommonJS file. */
export async function buildPreload(outdir) {
  await bundle({
    ...common,
    entryPoints: ['electron/preload.ts'],
    outdir,
    platform: 'browser',
    format: 'cjs',
    target: 'chrome150',
    outExtension: { '.js': '.cjs' },
  })
}

/**
 * What bundled CommonJS expects. Its `__dirname` is a sibling of dist/util, and outside the archive of a packaged app:
 * no program can be started inside one.
 */
const commonJs = `
import { createRequire as __createRequire } from 'node:module'
import { fileURLToPath as __fileURLToPath } from 'node:url'
const require = __createRequire(import.meta.url)
const __filename = __fileURLToPath(import.meta.url)
const __dirname = __filename.replace(/([\\\\/])(?:parts[\\\\/])?[^\\\\/]+$/, '$1lib').replace(/app\\.asar(?=[\\\\/])/, 'app.asar.unpacked')
`

async function buildRenderer() {
  const vite = await import('vite')
  await vite.build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
}

/** Folders count too: a file that was removed leaves its folder newer. */
async function newest(paths) {
  const times = await Promise.all(
    paths.map(async (path) => {
      const full = join(root, path)
      const own = await time(full)
      const entries = await readdir(full, { recursive: true }).catch(() => [])
      return Math.max(own, ...(await Promise.all(entries.map((entry) => time(join(full, entry))))))
    }),
  )
  return Math.max(...times)
}

const time = (path) =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
