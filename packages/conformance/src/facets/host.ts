// Facet 4, what is seen of the whole process: what holds it, and promises that nobody handles. Nothing else may go on
// in it meanwhile, as a test runner has it that runs the tests of a file one after the other.

import { equal, holds } from '../expectations.ts'
import { AsyncInput } from '../inputs.ts'
import { rule, type Rule } from '../rule.ts'
import type { Trial } from '../trial.ts'

// Node lists the ports of workers also where they are unreferenced, and so hold nothing.
const LISTED_ANYWAY = 'MessagePort'
const TRIES = 100
const TRY_MS = 10
const ENOUGH = 10
const MORE_THAN_SLOTS = 100 // of the executors of a trial, which have four where nothing else is asked for

/** The kinds of what holds the process now. The test's own timers are the same at each look: it looks from a timer's callback. */
async function holders(): Promise<string[]> {
  await new Promise((resolve) => { setTimeout(resolve, TRY_MS) })
  return process.getActiveResourcesInfo().filter((kind) => kind !== LISTED_ANYWAY).toSorted()
}

/** What holds the process while nothing changes any more: what rules before this one have left behind may still be ending. */
async function restingHolders(): Promise<string[]> {
  let now = await holders()
  for (let same = 0, tries = 0; same < ENOUGH && tries < TRIES; tries++) {
    const next = await holders()
    same = next.length === now.length ? same + 1 : 0
    now = next
  }
  return now
}

/** What holds the process once no more does than before, or what still does after a while. */
async function holdersAfter(before: readonly string[]): Promise<string[]> {
  let now = await holders()
  for (let tries = 1; tries < TRIES && now.length > before.length; tries++) now = await holders()
  return now
}

export const holdsTheHost: Rule = rule('4.8', 'The host stays while items are pending, and only then.', async (trial) => {
  const { control, tasks } = trial
  const before = await restingHolders()
  const executor = trial.executor()
  const run = executor.map(tasks.steered, control.items(2))
  await control.started(2)
  const meanwhile = await holders()
  control.finish(0)
  control.finish(1)
  await run
  const after = await holdersAfter(before)
  holds(after.length <= before.length, 'what holds the host once the last item has ended', `no more than before: ${before.join(', ') || 'nothing'}`, after)
  holds(meanwhile.length > after.length, 'what holds the host while two items run', `more than after them: ${after.join(', ') || 'nothing'}`, meanwhile)
})

/** Ends runs in every way that leaves promises behind. All that are handed out count as handled, by the trial's executors. */
async function endInEveryWay(trial: Trial): Promise<void> {
  const { control, tasks } = trial
  const executor = trial.executor()
  const boom = (): never => { throw new Error('thrown by a callback') }
  const broken = { [Symbol.iterator]: () => ({ next: boom, return: boom }) }
  const halfway = new AsyncInput({ count: Infinity, item: () => 1, onReturn: () => Promise.reject(new Error('return() failed')) })

  await executor.map(tasks.rejectItem, [1, 2, 3]).catch(() => undefined)
  await executor.forEach(tasks.throwItem, [1, 2, 3], { errors: 'collect' }).catch(() => undefined)
  await executor.submit(tasks.rejectItem, 1, { retries: { limit: 1, delay: 0, retryIf: boom } }).catch(() => undefined)
  await executor.map(tasks.echo, [1, 2], { onOutcome: boom }).catch(() => undefined)
  await executor.map(tasks.echo, [1, 2], { onOutcome: () => Promise.reject(new Error('rejected by a callback')) as never }).catch(() => undefined)
  await executor.map(tasks.echo, broken).catch(() => undefined)
  await executor.map(tasks.throwItem, halfway).catch(() => undefined)
  await executor.map(tasks.echo, [Promise.reject(new Error('an item that never came'))]).catch(() => undefined)

  // The run is rejected as the item is, which is handled here: what counts is that nobody has to hear of the item itself.
  const late = Promise.reject(new Error('an item that was given up before its turn'))
  await executor.map(tasks.wait, [...Array.from({ length: MORE_THAN_SLOTS }, () => 20), late]).catch(() => undefined)

  const unread = executor.imap(tasks.rejectItem, [1, 2, 3])
  await unread.next().catch(() => undefined)
  await unread.return(undefined)
  executor.imapUnordered(tasks.rejectItem, [1]) // never read

  const controller = new AbortController()
  void executor.map(tasks.steered, control.items(6), { signal: controller.signal })
  await control.started(4)
  controller.abort(new Error('aborted'))

  const ended = trial.executor()
  void ended.map(tasks.steered, control.items(6, 100))
  void ended.imap(tasks.steered, control.items(6, 200)).next()
  void ended.submit(tasks.rejectItem, 1)
  void ended.idle()
  await ended.terminate(new Error('terminated'))
  void ended.map(tasks.echo, [1])
  void ended.close()
}

export const leavesNoRejection: Rule = rule('4.9', 'No promise is rejected that nobody was handed.', async (trial) => {
  const unhandled: unknown[] = []
  const hear = (reason: unknown): void => { unhandled.push(reason) }
  process.on('unhandledRejection', hear)
  try {
    await endInEveryWay(trial)
    await trial.quiet()
  } finally {
    process.off('unhandledRejection', hear)
  }
  equal(unhandled, [], 'the reasons of rejected promises that nobody handled')
})
