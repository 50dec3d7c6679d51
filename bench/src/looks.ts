// The extra processes of a round. Each looks at what would be in the way of the time, and says what it has seen.

import type { Looked, Measured, Sample, Unmeasured } from './sample.ts'

/** What an extra process looks at: the time from its start to its first result; the bytes of the messages between its threads; how long its items take. */
export type Look = 'firstResult' | 'messages' | 'items'

type RunLook = (look: Look) => Promise<Looked | Unmeasured>

/** In so many of its first rounds a contender is looked at, where the effort does not say. */
export const LOOKED_ROUNDS = 3

/** How many times the deadline of a case such a process has: to count or to note takes longer than what is counted. */
export const LOOK_PATIENCE: Readonly<Record<Look, number>> = { firstResult: 1, messages: 2, items: 2 }

const WHEN: Readonly<Record<Look, string>> = {
  firstResult: 'on the way to its first result',
  messages: 'while its messages were counted',
  items: 'while its items were timed',
}

/**
 * Adds what extra processes see to a measured round. Who fails in one of them has failed.
 * @param run starts the process of a look, and gives what it reports
 */
export async function lookFurther(measured: Measured, round: number, run: RunLook): Promise<Sample> {
  const looks: Look[] = ['firstResult']
  if (round === 1) { // what takes a whole run each is looked at once
    if (measured.hasThreads === true && measured.sentBytes === undefined) looks.push('messages') // child processes are sent what the system counts
    if (measured.itemSeconds === undefined) looks.push('items')
  }
  let sample: Sample = measured
  for (const look of looks) if (sample.status === 'measured') sample = await add(sample, look, run)
  return sample
}

async function add(measured: Measured, look: Look, run: RunLook): Promise<Sample> {
  const seen = await run(look)
  return seen.status === 'looked' ? { ...measured, ...seen, status: 'measured' } : { ...seen, reason: `${WHEN[look]}: ${seen.reason}` }
}
