/** Which lab: imported before `../lab/support.ts`, which reads the name when it is loaded. */

/** Somebody else's lab stays up at the end. */
export const labIsOurs = !process.env['BRAMBLE_LAB_NAME']

process.env['BRAMBLE_LAB_NAME'] ||= 'bench'
