// The crash matrix on worker threads.

import { threadExecutor } from '@parmap/threads'
import { describe, expect, test } from 'vitest'
import { crashCell, crashProgram } from '../../core/test/support/crash-cell.ts'
import { causeOf, THREADS, WHERE, type How, type Row } from '../../core/test/support/crash-matrix.ts'
import { runProgram } from '../../core/test/support/program.ts'

const ROWS = Object.entries(THREADS) as [How, Row][]
// What never begins is waited for three times.
const START_MS: Readonly<Partial<Record<How, number>>> = { 'endless loop': 1_500 }

describe.each(ROWS)('%s', (how, row) => {
  test.for(WHERE)('while %s has the documented outcome by every verb, and the executor works on', async (where, { onTestFinished }) => {
    const executor = threadExecutor({ workers: 1, startTimeout: START_MS[how], killGrace: 20, resourceLimits: { maxOldGenerationSizeMb: 32 } })
    onTestFinished(() => executor.terminate())
    const ends = await crashCell(executor, where, how)
    const cause: unknown = expect.stringMatching(causeOf(how, row[where]))
    expect(ends).toEqual(['map', 'imapUnordered', 'submit'].map((verb) => ({ verb, told: row[where], cause, works: true })))
  })

  test('in an item does not keep the host from ending by itself', async () => {
    const ended = await runProgram(new URL('../', import.meta.url), crashProgram('@parmap/threads', 'threadExecutor({ workers: 1, killGrace: 20, resourceLimits: { maxOldGenerationSizeMb: 32 } })', how))
    expect(ended).toMatchObject({ code: 0, signal: null, stdout: `${row.running.split(',')[0]} works on\n` })
  })
})
