/** Whether this machine has openssl: it makes the certificates of the mail server. */
import { spawnSync } from 'node:child_process'

export const openssl = spawnSync('openssl', ['version']).status === 0
