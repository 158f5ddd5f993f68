/** What a plan is made of: the answers, or a task of its own. */
import type { Intent } from '../../provisioners/model/intent.ts'
import type { RunTask } from '../../provisioners/model/task.ts'

export type PlanOf = { readonly intent: Intent } | { readonly task: RunTask }
