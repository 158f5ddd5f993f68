/** `npm run build`: everything, into dist/. */
import { buildOrExit } from './lib/build.mjs'

const began = Date.now()
await buildOrExit()
console.log(`Built dist/ in ${((Date.now() - began) / 1000).toFixed(1)} s`)
