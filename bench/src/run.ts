// A run: holds its contests one after the other, and tells each workload as soon as it is complete. What has been
// measured when the run is ended is told, too.

import { compareWithBaseline, type Baseline } from './baseline.ts'
import { hold, type Contest } from './contest.ts'
import { documentOf, type Document, type RunFacts } from './document.ts'
import type { Output } from './output.ts'
import { seededRandom } from './random.ts'
import { warningsOf } from './reports/facts.ts'
import { baselineWords, header, workloadText } from './tables.ts'

/** How a run is to be held. */
export interface RunOptions {
  readonly facts: RunFacts
  /** Ends the run; what there is by then stands. */
  readonly signal: AbortSignal
  readonly output: Output
  readonly isDetailed: boolean
  readonly baseline: KnownBaseline | undefined
}

/** A baseline, and where it is from. */
export interface KnownBaseline {
  readonly file: string
  readonly baseline: Baseline
}

/** Holds all contests, or those that the signal leaves time for. */
export async function run(contests: readonly Contest[], { facts, signal, output, isDetailed, baseline }: RunOptions): Promise<Document> {
  const random = seededRandom(facts.seed)
  const told = new Set<string>()
  const tell = (document: Document, isDue: (name: string) => boolean): void => {
    for (const workload of document.workloads) {
      if (told.has(workload.name) || !isDue(workload.name)) continue
      told.add(workload.name)
      output.print(workloadText(document, workload, isDetailed))
    }
  }
  const isIn = (state: (contest: Contest) => boolean) => (name: string): boolean =>
    contests.filter(({ workload }) => workload.name === name).every(state)

  output.print(header(documentOf(facts, contests, false)))
  for (const contest of contests) {
    const { workload: { name }, case: case_, effort } = contest
    const onRound = (round: number, field: number): void => { output.log(`${name}, ${case_.name}: round ${round} of ${effort.rounds}, ${field} contenders`) }
    const onSample = (): void => { output.save(documentOf(facts, contests, false)) }
    try {
      await hold(contest, { random, signal, onRound, onSample })
    } catch (error) {
      if (signal.aborted) break
      throw error
    }
    tell(documentOf(facts, contests, false), isIn(({ isComplete }) => isComplete))
  }
  const document = beside(documentOf(facts, contests, true), baseline)
  tell(document, (name) => !isIn(({ cells }) => cells.every(({ taken }) => taken.length === 0))(name))
  closingWords(document).forEach((text) => { output.print(`\n${text}`) })
  output.finish(document)
  return document
}

/** A run, beside the baseline if there is one. */
export function beside(document: Document, known: KnownBaseline | undefined): Document {
  return known === undefined ? document : { ...document, baseline: compareWithBaseline(document, known.baseline, known.file) }
}

/** Tells a run that was held before. */
export function tellWhole(document: Document, { print }: Output, isDetailed: boolean): void {
  print(header(document))
  for (const workload of document.workloads) print(workloadText(document, workload, isDetailed))
  closingWords(document).forEach((text) => { print(`\n${text}`) })
}

function closingWords(document: Document): string[] {
  const { method, leftOut, baseline } = document
  return [method, ...baseline === undefined ? [] : [baselineWords(baseline, document.environment.node)], ...leftOut.length > 0 ? [`Left out (--full runs it): ${leftOut.join('; ')}.`] : [], ...warningsOf(document)]
}
