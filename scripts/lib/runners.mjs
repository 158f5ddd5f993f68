/** Runs the test runners and counts what they did. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @param {{ program?: string, atOnce?: boolean }} how `atOnce` false: what it prints comes in one piece, when it has ended
 * @returns {Promise<number>} exit status
 */
export function run(args, env = {}, { program = process.execPath, atOnce = true } = {}) {
  return new Promise((resolve) => {
    const output = atOnce ? 'inherit' : 'pipe'
    const child = spawn(program, args, {
      stdio: ['inherit', output, output],
      env: { ...process.env, ...env },
    })
    const printed = []
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => printed.push(piece))
    child.on('close', (code, signal) => {
      process.stdout.write(Buffer.concat(printed))
      resolve(code ?? (signal ? 128 : 1))
    })
  })
}

/**
 * @param {string[]} args files, or options of vitest
 * @param {Record<string, string>} env
 * @param {Parameters<typeof run>[2]} how
 * @returns {Promise<Counts>}
 */
export async function vitest(args = [], env = {}, how = {}) {
  return counted('vitest', async (report) => {
    const status = await run(
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile=${report}`,
        ...args,
      ],
      env,
      how,
    )
    const result = JSON.parse(readFileSync(report, 'utf8'))
    const skipped = result.numPendingTests + (result.numTodoTests ?? 0)
    return atLeastOneFailure(status, {
      passed: result.numPassedTests,
      failed: result.numFailedTests,
      skipped,
    })
  })
}

/**
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<Counts>}
 */
export async function playwright(args = [], env = {}) {
  return counted('playwright', async (report) => {
    const status = await run(
      ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json', ...args],
      {
        ...env,
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      },
    )
    const { stats } = JSON.parse(readFileSync(report, 'utf8'))
    return atLeastOneFailure(status, {
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      skipped: stats.skipped,
    })
  })
}

/**
 * @param {Counts[]} all
 * @returns {Counts}
 */
export const sum = (all) => ({
  passed: all.reduce((total, one) => total + one.passed, 0),
  failed: all.reduce((total, one) => total + one.failed, 0),
  skipped: all.reduce((total, one) => total + one.skipped, 0),
})

/** A runner that ends badly without a failed test of its own (a file that does not load) is one failure. */
const atLeastOneFailure = (status, counts) =>
  status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts

async function counted(name, work) {
  const folder = mkdtempSync(join(tmpdir(), 'bramble-report-'))
  try {
    return await work(join(folder, 'report.json'))
  } catch (error) {
    console.error(`${name} left no report: ${error.message}`)
    return { passed: 0, failed: 1, skipped: 0 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
