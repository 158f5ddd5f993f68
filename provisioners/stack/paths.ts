/** Where the stack's own files are on the host, below /opt/bramble. */
import { paths } from '../host/host.ts'

export const storePath = (directory: string): string => `${paths.store}/${directory}`
export const generationPath = (number: number): string => `${paths.generations}/${number}`
/** What `current` points at: relative, so that a copy of the folder stays whole. */
export const generationLink = (number: number): string => `generations/${number}`
export const stagedPath = (number: number): string => `${paths.generations}/${number}.new`
/** The file of a generation that holds the answers it was made from. */
export const ANSWERS = 'answers.json'
export const dataPath = (name: string): string => `${paths.data}/${name}`
export const currentCompose = `${paths.current}/compose.yaml`
export const currentManifest = `${paths.current}/manifest.json`

/** The Compose project; its containers are called bramble-SERVICE-1. */
export const PROJECT = 'bramble'
export const containerName = (service: string): string => `${PROJECT}-${service}-1`
export const REVISION_LABEL = 'org.bramble.revision'

/** Which service has the databases, and which one has curl and sees all others: the two that the stack's own work needs. */
export const DATABASE_SERVICE = 'postgres'
export const PROBE_SERVICE = 'synapse'

export { paths }
