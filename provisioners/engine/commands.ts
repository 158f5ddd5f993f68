/** The engine's own questions and small acts: its state, its lock, its runs. */
import { paths } from '../host/host.ts'
import { sh, withInput, type Command } from '../shell/command.ts'

export const readState = (): Command => sh`cat ${paths.state}`
/** Exit 1 before the first generation. */
export const readCurrent = (): Command => sh`readlink ${paths.current}`
export const readRevision = (): Command => sh`cat ${paths.revision}`
export const readLock = (): Command => sh`readlink ${paths.lock}`
export const breakLock = (): Command => sh`rm -f -- ${paths.lock}`

/** Every secret, as a line with its name and a line with its content in base64; no directory is exit 1 and no line. */
export const readSecrets = (): Command =>
  sh`find ${paths.secrets} -type f -printf ${'%f\n'} -exec base64 -w0 ${'{}'} ${';'} -printf ${'\n'}`

/** One line a run: time of its last journal line in seconds, and its id. */
export const listRuns = (): Command =>
  sh`find ${paths.runs} -mindepth 2 -maxdepth 2 -name journal -printf ${'%T@ %P\n'}`

export const activeRuns = (): Command =>
  sh`systemctl list-units --plain --no-legend --state=active,activating ${'bramble-run-*.service'}`

/** The journal from a byte offset (0 is its start), and then whatever is added. */
export const followJournal = (run: string, offset: number): Command =>
  sh`tail -c +${offset + 1} -f ${paths.journal(run)}`
export const readJournal = (run: string, offset: number): Command =>
  sh`tail -c +${offset + 1} ${paths.journal(run)}`

/** Adds one line to the journal; it comes back to every follower as an event. */
export const appendJournal = (run: string, line: string): Command =>
  withInput(sh`tee -a ${paths.journal(run)}`, [`${line}\n`])

/** The queue stops between steps when this file is there. */
export const askToStop = (run: string): Command => sh`touch ${`${paths.run(run)}/stop`}`
