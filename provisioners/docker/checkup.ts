/** Docker's line of the check-up. Pure. */
import type { CheckupLine } from '../model/health.ts'
import { major, OLDEST_ENGINE } from './choose.ts'
import type { Engine } from './facts.ts'

export function dockerLine(engine: Engine, compose: string | null): CheckupLine {
  const version = engine.server ?? engine.client
  const line = (verdict: CheckupLine['verdict'], value: string, detail = '', remedy = ''): CheckupLine => ({
    code: 'docker',
    verdict,
    title: 'Docker',
    value,
    detail,
    remedy,
  })
  if (version === null) return line('fine', 'Bramble installs it')
  if (major(version) < OLDEST_ENGINE)
    return line(
      'worth-knowing',
      version,
      'The Docker that is here is too old for a Matrix server.',
      'Bramble brings a newer one, unless other programs run in it.',
    )
  return line('fine', compose === null ? `${version}, without Compose` : version)
}
