// One backend tried once: started, run and stopped, with the very task that `parmap map` runs.

import { openBackend, type BackendName } from './backends.ts'
import { formatDuration } from './durations.ts'
import { messageOf } from './errors.ts'
import { describeOwn } from './failure-text.ts'
import { text, type TextJob } from './worker/text-task.ts'

/** A worker that has not come by then will not. */
const START_TIMEOUT_MS = 10_000

// In Node itself, so that nothing but the backend can be to blame.
const JOB: TextJob = { module: 'node:path', exportName: 'dirname', carried: 'text', isGrouped: false, to: 'lines' }
const ITEM = 'works/well'
const RESULT = 'works\n'

/** What came of it. */
export interface Trial {
  readonly works: boolean
  /** In words, with times, or with the reason. */
  readonly text: string
}

/** Tries a backend. Never rejects. */
export async function tryBackend(backend: BackendName): Promise<Trial> {
  try {
    const { executor } = await openBackend({ backend, jobs: { items: 1 }, workers: undefined, killAfter: START_TIMEOUT_MS }, START_TIMEOUT_MS)
    const task = text.with(JOB)
    const run = async (): Promise<void> => {
      const result = await executor.submit(task, ITEM)
      if (result !== RESULT) throw new Error(`a worker answered ${JSON.stringify(result)} where it should have answered ${JSON.stringify(RESULT)}`)
    }
    const times = []
    for (const step of [run, run, () => executor.close()]) times.push(await timed(step))
    const [started, ran, stopped] = times
    return { works: true, text: `works: started in ${started}, ran in ${ran}, stopped in ${stopped}` }
  } catch (error) {
    return { works: false, text: `does not work: ${error instanceof Error ? describeOwn(error) : messageOf(error)}` }
  }
}

async function timed(step: () => Promise<void>): Promise<string> {
  const beganAt = performance.now()
  await step()
  return formatDuration(performance.now() - beganAt)
}
