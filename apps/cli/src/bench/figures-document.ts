// The machine form of a trial: that of the bench, with what only the processes of a trial tell. Written anew whenever a
// process has ended, so that a call which dies leaves what it had.

import { writeFileSync } from 'node:fs'
import { CommandError, messageOf } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { samplesOf, typical } from './figures-table.ts'
import { documentOf, type Cell, type Contest, type Document, type RunFacts } from './measuring.ts'

/** The machine form, as one text. @param isOver whether ratios are made though there may be rounds to go */
export function figuresText(facts: RunFacts, contest: Contest, isOver: boolean): string {
  const document: Document = documentOf(facts, [contest], isOver)
  const results = document.results.map((result, index) => ({ ...result, ...ownFigures(contest.cells[index]!) }))
  return `${JSON.stringify({ ...document, results }, undefined, 2)}\n`
}

/** Times in seconds, as everywhere in it. Absent where nothing counts. */
function ownFigures(cell: Cell): object {
  const samples = samplesOf(cell)
  const last = samples.at(-1)
  return last === undefined ? {} : { first_result_median: typical(samples, 'firstResultSeconds'), batch_items: last.batchItems, is_of_all_processes: last.isOfAll }
}

/** Writes a file. @throws CommandError where that cannot be */
export function writeFigures(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new CommandError(EXIT.stream, `cannot write ${path}: ${messageOf(error)}`, { cause: error })
  }
}
