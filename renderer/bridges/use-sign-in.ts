/** Signing in to a network, step by step: what the bridge wants next, and waiting while something is shown. */
import { useCallback, useEffect, useState } from 'react'
import type { Reply } from '../../electron/contract/api.ts'
import type { LoginFlow, LoginStep } from '../../provisioners/model/bridges.ts'
import type { Problem } from '../../provisioners/model/problem.ts'
import { useAct, useAnswer } from '../hooks.ts'
import { useClient } from '../platform.tsx'

export interface SignIn {
  /** Ways to begin; null until they are known, or where there is nothing to choose. */
  readonly flows: readonly LoginFlow[] | null
  /** What the network wants now; null before the first. */
  readonly step: LoginStep | null
  readonly busy: boolean
  readonly problem: Problem | null
  readonly begin: (flow: string) => void
  readonly answer: (answers: Readonly<Record<string, string>>) => void
  /** From the beginning: what was shown has been used up. */
  readonly again: () => void
}

/** Seconds until a step that was shown before is asked about again, so that no bridge is asked without a pause. */
const PAUSE = 1

/** @param user null until it is known whose account it is */
export function useSignIn(connection: string, bridge: string, user: string | null): SignIn {
  const client = useClient()
  const act = useAct()
  const ways = useAnswer('bridges.flows', user === null ? null : { connection, bridge, user })
  const [step, setStep] = useState<LoginStep | null>(null)
  /** Why waiting ended. */
  const [ended, setEnded] = useState<Problem | null>(null)
  const flows = ways.answer.state === 'ready' ? ways.answer.value : null
  const { run } = act

  const take = useCallback(
    (ask: () => Promise<Reply<LoginStep>>) =>
      void run(ask).then((next) => {
        if (next !== null) setStep(next)
      }),
    [run],
  )
  const start = useCallback(
    (flow: string) => {
      if (user !== null) take(() => client.request('bridges.signIn', { connection, bridge, user, flow }))
    },
    [client, connection, bridge, user, take],
  )
  // where there is one way, nobody is asked for it
  const only = flows?.length === 1 ? (flows[0]?.id ?? null) : null
  useEffect(() => {
    if (only !== null) start(only)
  }, [only, start])
  useWaiting(connection, bridge, user, step, setStep, setEnded)

  const answer = (answers: Readonly<Record<string, string>>) => {
    if (user === null || step === null || !('login' in step)) return
    const { login, step: id } = step
    take(() =>
      client.request('bridges.answer', {
        connection,
        bridge,
        user,
        login,
        step: id,
        answers: { ...answers },
      }),
    )
  }
  const again = () => {
    setStep(null)
    setEnded(null)
    act.clear()
    ways.again()
  }
  return {
    flows: only === null && step === null ? flows : null,
    step,
    busy: act.busy || (user !== null && ways.answer.state === 'loading'),
    problem: ended ?? act.problem ?? (ways.answer.state === 'problem' ? ways.answer.problem : null),
    begin: start,
    answer,
    again,
  }
}

/** Asks for the next step as long as one is shown. */
function useWaiting(
  connection: string,
  bridge: string,
  user: string | null,
  shown: LoginStep | null,
  onStep: (step: LoginStep) => void,
  onEnded: (problem: Problem) => void,
): void {
  const client = useClient()
  useEffect(() => {
    if (user === null || shown?.kind !== 'show') return
    let current = true
    let timer: ReturnType<typeof setTimeout> | null = null
    const { login, step } = shown
    const wait = async () => {
      const reply = await client.request('bridges.wait', { connection, bridge, user, login, step })
      if (!current) return
      if (!reply.ok) onEnded(reply.problem)
      else if (JSON.stringify(reply.value) === JSON.stringify(shown))
        timer = setTimeout(() => void wait(), PAUSE * 1000)
      else onStep(reply.value)
    }
    void wait()
    return () => {
      current = false
      if (timer !== null) clearTimeout(timer)
    }
  }, [client, connection, bridge, user, shown, onStep, onEnded])
}
