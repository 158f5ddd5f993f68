/** Debian packages that tests need: installed as root on Debian, named elsewhere. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline/promises'

/**
 * @param {readonly { program: string, package: string, why: string }[]} needs
 * @returns {Promise<string[]>} programs that are still missing; their tests are skipped by name
 */
export async function ensure(needs) {
  const missing = needs.filter(({ program }) => !find(program))
  if (missing.length === 0) return []
  const list = missing.map((need) => `  ${need.package}: ${need.why}`).join('\n')
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0
  if (!debian) {
    console.log(`Missing, so their tests are skipped:\n${list}`)
    return missing.map(({ program }) => program)
  }
  console.log(`Debian packages that the tests need:\n${list}`)
  if (process.stdin.isTTY && !process.env.CI && !(await agreed()))
    return missing.map(({ program }) => program)
  const apt = (...args) =>
    spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status
  apt('update')
  apt('install', '--yes', '--no-install-recommends', ...new Set(missing.map((need) => need.package)))
  const still = missing.filter(({ program }) => !find(program)).map(({ program }) => program)
  if (still.length > 0) console.log(`Could not be installed: ${still.join(', ')}`)
  return still
}

async function agreed() {
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await lines.question('Install them now? [Y/n] ')
  lines.close()
  return !/^n/i.test(answer.trim())
}

/** @param {string} program */
export function find(program) {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']) {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return join(folder, program)
    } catch {
      // Not in this folder.
    }
  }
  return null
}
