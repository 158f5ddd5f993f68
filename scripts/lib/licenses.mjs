/** The licences of everything that a bundle holds, as its own text file. */
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * @param {string} root
 * @param {string[]} inputs paths of the bundled files, from the root
 * @returns {Promise<string>}
 */
export async function licenses(root, inputs) {
  const packages = new Set(
    inputs
      .map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0])
      .filter((path) => path !== undefined),
  )
  const texts = await Promise.all([...packages].sort().map((path) => license(join(root, path))))
  return `Bramble contains these works of others.\n\n${texts.join('\n')}`
}

async function license(folder) {
  const { name, version, license: kind } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry))
  const text = file ? await readFile(join(folder, file), 'utf8') : ''
  return `${name} ${version} (${kind ?? 'see text'})\n\n${text.trim()}\n\n${'-'.repeat(80)}\n`
}
