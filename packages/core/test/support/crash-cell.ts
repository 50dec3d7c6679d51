// Runs one cell of the crash matrix on an executor, by each verb, and says in words what came of it.

import { importTask, type Executor, type Task } from '@parmap/core'
import { taskWithData } from '@parmap/core/worker'
import type { How, Where } from './crash-matrix.ts'
import { readAll } from './outcome-of.ts'

const MODULE = new URL('../fixtures/crashing.mjs', import.meta.url)
// Only an endless loop reaches it.
const TIMEOUT_MS = 200

const timeoutFor = (how: How): number | undefined => (how === 'endless loop' ? TIMEOUT_MS : undefined)

/** What any failure may say of itself. */
interface Failure extends Error {
  readonly code: string
  readonly index?: number
  readonly exitCode?: number | null
  readonly signal?: string | null
  readonly started?: unknown
  readonly path?: string
}

/** What came of a crash by one verb. */
export interface CellEnd {
  readonly verb: string
  readonly told: string
  /** The message of its cause; '' where there is none. */
  readonly cause: string
  /** Whether another task gave its value afterwards. */
  readonly works: boolean
}

type Run = (executor: Executor, task: Task<How, unknown>, how: How, timeout: number | undefined) => Promise<unknown>

const VERBS: Readonly<Record<string, Run>> = {
  map: (executor, task, how, timeout) => executor.map(task, [how], { timeout }),
  imapUnordered: async (executor, task, how, timeout) => {
    const read = await readAll(executor.imapUnordered(task, [how], { timeout }))
    if ('error' in read) throw read.error
    return read.values
  },
  submit: (executor, task, how, timeout) => executor.submit(task, how, { timeout }),
}

/** Crashes there, in that way, by one verb after the other. */
export async function crashCell(executor: Executor, where: Where, how: How): Promise<CellEnd[]> {
  const ends: CellEnd[] = []
  for (const [verb, run] of Object.entries(VERBS)) {
    const failure = await run(executor, taskFor(where, how), how, timeoutFor(how)).then(() => undefined, (error: unknown) => error as Failure)
    const works = (await executor.submit(importTask<(item: string) => string>(MODULE, 'echo'), 'hello')) === 'hello'
    ends.push({ verb, told: tell(failure), cause: (failure?.cause as Error | undefined)?.message ?? '', works })
  }
  return ends
}

function taskFor(where: Where, how: How): Task<How, unknown> {
  if (where === 'loading') return importTask(`${MODULE.href}?load=${encodeURIComponent(how)}`, 'loading')
  if (where === 'setup') return taskWithData(MODULE.href, 'setup', how) as Task<How, unknown>
  return importTask(MODULE, where)
}

/**
 * A program whose item crashes while it runs, and that neither closes its executor nor waits for it to be idle.
 * @param executor the call that makes it; all that the package exports can be used
 */
export function crashProgram(packageName: string, executor: string, how: How): string {
  return `
    import * as all from '${packageName}'
    const { importTask } = all
    const executor = all.${executor}
    const failure = await executor.submit(importTask('${MODULE.href}', 'running'), '${how}', { timeout: ${timeoutFor(how)} }).catch((error) => error)
    console.log(failure.code, await executor.submit(importTask('${MODULE.href}', 'echo'), 'works on'))`
}

/** An outcome as the matrix has it. */
function tell(failure: Failure | undefined): string {
  if (failure === undefined) return 'nothing lost'
  const { code, message, index, exitCode, signal, started, path } = failure
  return [
    `${index === undefined ? 'ends the run: ' : ''}${code}${path === undefined ? '' : ` at ${path}`}`,
    ...(typeof exitCode === 'number' ? [`exit code ${exitCode}`] : []),
    ...(typeof signal === 'string' ? [signal] : []),
    ...(message.includes('ran out of memory') ? ['ran out of memory'] : []),
    ...(started === true ? ['started'] : []),
  ].join(', ')
}
