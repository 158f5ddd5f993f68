/** A home server whose people sign in with Pocket ID, too. */
import { intentSchema, type Intent } from '../../../provisioners/model/intent.ts'

export const pocketIdIntent: Intent = intentSchema.parse({
  version: 2,
  name: 'Brookside',
  address: { mode: 'home', host: 'brookside.local' },
  extras: { elementWeb: false },
  signIn: {
    providers: [
      {
        key: 'family',
        kind: 'pocket-id',
        label: 'Pocket ID',
        settings: { username: 'alice', firstName: 'Alice', email: 'alice@example.org' },
      },
    ],
  },
})
