/** A sample of every known failure. */
import { peopleSamples } from './samples-people.ts'
import { settingsSamples } from './samples-settings.ts'
import { startSamples } from './samples-start.ts'

export const samples = [...startSamples, ...settingsSamples, ...peopleSamples]
