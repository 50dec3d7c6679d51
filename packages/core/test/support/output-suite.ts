// What tasks print arrives whole at the host's, and what they say to others harms nobody.

import { setImmediate as turn } from 'node:timers/promises'
import type { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { startProgram } from './program.ts'
import { fixtureTask, workersFor, type Workers } from './workers.ts'

const MODULE = new URL('../fixtures/printing.mjs', import.meta.url).href
const BYTES = 10_000_000

/** How many bytes come, read slowly. */
async function countSlowly(stream: Readable): Promise<number> {
  let count = 0
  for await (const piece of stream) {
    count += (piece as string).length
    await turn()
  }
  return count
}

/** A program that has made an executor of one worker, for the tasks of fixtures/printing.mjs. */
export function printingProgram({ maker, packageName }: Workers, source: string): string {
  return `
    import { ${maker}, importTask } from '${packageName}'
    const executor = ${maker}({ workers: 1 })
    const task = (name) => importTask('${MODULE}', name)
    ${source}`
}

export function outputSuite(workers: Workers): void {
  const { home } = workers
  const program = (source: string): string => printingProgram(workers, source)

  test.for([
    ['stdout', 'the host ends by itself', ''],
    ['stderr', 'the host ends by itself', ''],
    ['stdout', 'the executor is closed', 'await executor.close()'],
    ['stderr', 'the executor is closed', 'await executor.close()'],
  ] as const)('10 MB on %s arrive whole at a slow reader when %s right after', async ([stream, , end]) => {
    const { child, ended } = await startProgram(home, program(`await executor.submit(task('print'), { stream: '${stream}', bytes: ${BYTES} }); ${end}`))
    const [count, { code, signal }] = await Promise.all([countSlowly(child[stream]!), ended])
    expect({ count, code, signal }).toEqual({ count: BYTES, code: 0, signal: null })
  })

  test.for(['stdout', 'stderr'] as const)('lines on %s keep their order', async (stream) => {
    const { ended } = await startProgram(home, program(`await executor.map(task('printLines'), [{ stream: '${stream}', lines: 20000 }])`))
    expect((await ended)[stream]).toBe(Array.from({ length: 20_000 }, (_, n) => `${String(n).padStart(9, '0')}\n`).join(''))
  })

  test('messages that are not parmap\'s are ignored', async () => {
    const executor = workersFor(workers, { workers: 1 })
    expect(await executor.map(fixtureTask('printing.mjs', 'babble'), [1, 2, 3])).toEqual([1, 2, 3])
  })
}
