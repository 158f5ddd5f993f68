/** The first half of five thousand intents from seeds; two files, so that both processors work. */
import { manyLawful } from './many.ts'

manyLawful(20261121, 2500)
