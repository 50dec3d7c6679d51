// How often one process runs its case, and which of the runs count. V8 compiles while a program runs, and throws away what
// it has compiled when a guess of its own fails, so the first runs of a process are slower than all that follow. The scheme
// is JMH's: processes of their own, in each some runs that warm up and some that count. mitata and tinybench warm up for
// a part of a second, which at a million items is less than one run.

/** One rule for every contender, whatever it needs: who is warm sooner gains nothing by it. */
export interface Repetition {
  /** Runs that do not count as steady, the first included; */
  readonly warmUpRuns: number
  /** fewer, once they have taken so many seconds: what runs for so long has been compiled within the first of them. */
  readonly warmUpSeconds: number
  /** Runs after these, whose median is the steady figure; */
  readonly steadyRuns: number
  /** fewer, but one at least, once they have taken so many seconds. */
  readonly steadySeconds: number
}

/** Of the cases whose subject is the cost of an item: a service that maps all day pays the steady one, a script the first. */
export const WARMED: Repetition = { warmUpRuns: 5, warmUpSeconds: 3, steadyRuns: 3, steadySeconds: 1 }

/** What took its seconds. */
export interface Timed {
  readonly seconds: number
}

/** Runs a case as often as the rule says; without one, once. @returns all runs in order, and those of them that count */
export async function repeat<R extends Timed>(run: () => Promise<R>, rule: Repetition | undefined): Promise<{ readonly runs: readonly R[]; readonly counted: readonly R[] }> {
  const runs = [await run()]
  if (rule === undefined) return { runs, counted: runs }
  while (runs.length < rule.warmUpRuns && secondsOf(runs) < rule.warmUpSeconds) runs.push(await run())
  const counted: R[] = []
  do counted.push(await run())
  while (counted.length < rule.steadyRuns && secondsOf(counted) < rule.steadySeconds)
  return { runs: [...runs, ...counted], counted }
}

function secondsOf(runs: readonly Timed[]): number {
  return runs.reduce((sum, { seconds }) => sum + seconds, 0)
}
