// Plays a random program on simulated workers and writes down all that can be seen of it.

import { simulatedExecutor, virtualClock, type SimulatedExecutor } from '@parmap/core/testing'
import { unlessHanging } from '../support/unless-hanging.ts'
import { playRun, type Stage } from './play-run.ts'
import type { Program } from './random-program.ts'
import { RunningItems } from './running-items.ts'
import { nothingSeen, type Played, type Seen } from './seen.ts'

/** What terminates executors in these programs. */
export const TERMINATED = 'terminated'

// Programs do nothing that takes turns of the loop but what the engine does.
const QUIET_TURNS = 2
// A cancel that comes late comes no later than this.
const LATE_MS = 400

/** Plays all runs of a program; rejects when one never ends. */
export async function play(program: Program): Promise<Played> {
  const { seed, isolation, workers, slots, startMs, messageMs, itemMs, killGrace, faults } = program
  const clock = virtualClock({ auto: true, quietTurns: QUIET_TURNS })
  const executor = simulatedExecutor({ seed, clock, isolation, workers, slots, startMs, messageMs, itemMs, killGrace, faults })
  const seen = program.runs.map(() => nothingSeen())
  const running = new RunningItems(executor.log)
  const watched = { mostRunning: 0, whilePaused: 0, overfillings: 0 }
  const overtaken: { readonly run: number; readonly at: number }[] = []
  const bound = { now: workers * slots }
  const pause = { since: Infinity }
  const stage: Stage = {
    program, clock, executor, running,
    onStart: () => {
      watched.mostRunning = Math.max(watched.mostRunning, running.count - executor.stats().detached)
      if (clock.now() > pause.since + messageMs + (faults.lateCancel === undefined ? 0 : LATE_MS)) watched.whilePaused++
    },
    onPull: (run) => {
      for (const one of overtakenBy(program, seen, run)) overtaken.push({ run: one, at: clock.now() })
      const { input, batchSize } = program.runs[run]!
      const isReadAhead = input === 'array' && batchSize !== 1 // a batch that waits for the slot of another
      if (input !== 'async' && !isReadAhead && executor.stats().running >= bound.now) watched.overfillings++
    },
  }
  meddle(executor, program, pause, bound, () => { for (const one of seen) one.pulledAtClose ??= one.pulled })
  const count = (): number => seen.reduce((sum, { pulled, starts }) => sum + pulled + starts.length, 0)
  const all = Promise.all(program.runs.map((_, run) => playRun(stage, run, seen[run]!)))
  await unlessHanging(all.then(() => executor.idle()))
  const atEnd = count()
  await clock.sleep(1_000)
  const statsAtEnd = executor.stats()
  await executor.close()
  // A run that was ended just then has no more claim to slots, but its caller is yet to hear of it.
  const overtakings = overtaken.filter(({ run, at }) => seen[run]!.rejected === undefined || seen[run]!.overAt !== at).length
  return { runs: seen, log: executor.log, ...watched, overtakings, statsAtEnd, late: count() - atEnd }
}

function meddle(executor: SimulatedExecutor, { meddling }: Program, pause: { since: number }, bound: { now: number }, onClose: () => void): void {
  const { clock } = executor
  for (const { at, forMs, what } of meddling) {
    clock.setTimeout(() => {
      if (typeof what === 'number') executor.concurrency = bound.now = what
      else if (what === 'close') {
        onClose()
        pause.since = Infinity // what is paused goes on to its end
        void executor.close()
      } else if (what === 'terminate') void executor.terminate(TERMINATED)
      else {
        pause.since = clock.now()
        executor.pause()
        clock.setTimeout(() => {
          pause.since = Infinity
          executor.resume()
        }, forMs)
      }
    }, at)
  }
}

/** The runs of higher priority that have nothing to wait for, and have not read all of their items. */
function overtakenBy({ runs, meddling }: Program, seen: readonly Seen[], run: number): number[] {
  if (meddling.length > 0) return []
  return [...runs.keys()].filter((place) => {
    const one = runs[place]!
    const isFree = one.verb !== 'submit' && one.input === 'array' && one.concurrency === undefined && one.window === undefined && (one.verb === 'map' || one.verb === 'forEach')
    const isWaiting = seen[place]!.isBegun && !seen[place]!.isOver && seen[place]!.pulled < one.items.length && one.items.every(({ as }) => as === 'plain')
    return isFree && isWaiting && one.priority > runs[run]!.priority
  })
}
