// The extra processes of a round. Each looks at what would be in the way of the time, and says what it has seen.

import type { Looked, Measured, Sample, Unmeasured } from './sample.ts'

/** What an extra process looks at: the time from its start to its first result; the bytes of the messages between its threads. */
export type Look = 'firstResult' | 'messages'

type RunLook = (look: Look) => Promise<Looked | Unmeasured>

/** In so many of its first rounds a contender is looked at, where the effort does not say. */
export const LOOKED_ROUNDS = 3

const WHEN: Readonly<Record<Look, string>> = {
  firstResult: 'on the way to its first result',
  messages: 'while its messages were counted',
}

/**
 * Adds what extra processes see to a measured round. Who fails in one of them has failed.
 * @param run starts the process of a look, and gives what it reports
 */
export async function lookFurther(measured: Measured, round: number, run: RunLook): Promise<Sample> {
  // What is sent changes little from run to run, and to count it takes a whole one. Child processes are sent what the system counts.
  const countsMessages = round === 1 && measured.hasThreads === true && measured.sentBytes === undefined
  const sample = await add(measured, 'firstResult', run)
  return countsMessages && sample.status === 'measured' ? add(sample, 'messages', run) : sample
}

async function add(measured: Measured, look: Look, run: RunLook): Promise<Sample> {
  const seen = await run(look)
  return seen.status === 'looked' ? { ...measured, ...seen, status: 'measured' } : { ...seen, reason: `${WHEN[look]}: ${seen.reason}` }
}
