/** What the window may ask about bridges and the accounts behind them. */
import { z } from 'zod'
import {
  bridgeCard,
  bridgeView,
  loginAnswers,
  loginFlow,
  loginStep,
  networkLogin,
} from '../../provisioners/model/bridges.ts'
import { intentSchema } from '../../provisioners/model/intent.ts'
import { username } from '../../provisioners/model/people.ts'
import { bridgeId } from '../../provisioners/model/task.ts'

const connection = z.string().max(64)
const nothing = z.strictObject({})
/** A person of this server, by the part before the colon: whose account of the network it is. */
const who = z.strictObject({ connection, bridge: bridgeId, user: username })
const step = who.extend({ login: z.string().max(200), step: z.string().max(200) })

export const bridgeRequests = {
  /** Every bridge that can be added. */
  'bridges.catalog': { input: nothing, output: z.array(bridgeView) },
  /** What is wrong with the answers so far: bridge → field → sentence; an empty field for the bridge as a whole. Pure. */
  'bridges.wrong': {
    input: z.strictObject({ bridges: intentSchema.shape.bridges }),
    output: z.record(z.string(), z.record(z.string(), z.string())),
  },
  /** Those that are in the answers or have left data. */
  'bridges.list': { input: z.strictObject({ connection }), output: z.array(bridgeCard) },
  /** The accounts that a person has signed in with. */
  'bridges.logins': { input: who, output: z.array(networkLogin) },
  'bridges.flows': { input: who, output: z.array(loginFlow) },
  'bridges.signIn': { input: who.extend({ flow: z.string().max(100) }), output: loginStep },
  /** Answers to `ask` and `cookies`. */
  'bridges.answer': { input: step.extend({ answers: loginAnswers }), output: loginStep },
  /** Waits while something is shown; ends when the network is satisfied, has something new to show, or has waited long enough. */
  'bridges.wait': { input: step, output: loginStep },
  'bridges.signOut': { input: who.extend({ login: z.string().max(200) }), output: nothing },
} as const
