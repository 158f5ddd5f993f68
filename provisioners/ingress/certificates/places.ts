/** Where Caddy keeps what it was given, as the host sees it (certmagic, storage.go). */
import { dataPath } from '../../stack/paths.ts'
import { CERTIFICATE_LOG, REHEARSAL_LOG } from '../../stack/routes/acme.ts'

/** The service, and its directory of data. */
export const CADDY = 'caddy'
export const storage = dataPath(CADDY)

/** Each authority has a folder of its own, called after its address. */
const folderOf = (directory: string): string => {
  const { hostname, pathname } = new URL(directory)
  return `${storage}/certificates/${hostname}${pathname.replaceAll('/', '-')}`
}

/** @param directory address of the authority's ACME directory */
export const certificatesOf = folderOf
export const certificateOf = (directory: string, name: string): string =>
  `${folderOf(directory)}/${name}/${name}.crt`

export const certificateLog = `${storage}/${CERTIFICATE_LOG}`
export const rehearsalLog = `${storage}/${REHEARSAL_LOG}`
export const REHEARSAL_FILE = 'rehearsal.json'
export const rehearsalFile = `${storage}/${REHEARSAL_FILE}`
