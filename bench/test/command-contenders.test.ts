// Every command that runs a command for each item is what it says. Those that bring lines to a function are held to their
// results, and to the order of these, in the quick runs of bench.test.ts.

import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Command, EachJob } from '../src/command.ts'
import { loadContenders } from '../src/discover.ts'
import { HAS_PROC } from '../src/process-tree.ts'
import { findProgram } from '../src/programs.ts'
import { timeCommand } from '../src/timed-command.ts'

const CONCURRENCY = 2
const ITEMS = Array.from({ length: 12 }, (_, index) => `item-${index}`)

const folder = mkdtempSync(join(tmpdir(), 'parmap-bench-'))
const input = join(folder, 'input')
writeFileSync(input, ITEMS.map((item) => `${item}\n`).join(''))
afterAll(() => { rmSync(folder, { recursive: true }) })

/** Not the one that loses lines now and then, as its file says. */
const offering = (await loadContenders()).filter(({ name, value }) => value.commands !== undefined && name !== 'moreutils-parallel').map(({ name, value }) => {
  const program = value.program === undefined ? '' : findProgram(value.program)?.file
  const why = HAS_PROC ? `${value.program?.name} is not installed` : 'there is no /proc'
  const isThere = HAS_PROC && program !== undefined
  return { name, value, program: program ?? '', isThere, note: isThere ? '' : ` (skipped: ${why})` }
})

describe.each(offering)('$name', ({ value, program, isThere, note }) => {
  async function linesOf(command: EachJob['command']): Promise<string[]> {
    const toCommand = await value.commands!.load()
    const { printed } = await timeCommand(toCommand({ input, command, concurrency: CONCURRENCY }, program) as Command, 'file', folder)
    return printed.trimEnd().split('\n').toSorted()
  }

  test.skipIf(!isThere)(`puts the item in its place, or makes it the last argument${note}`, async () => {
    expect(await linesOf(['sh', '-c', 'echo "<{}>"'])).toEqual(ITEMS.map((item) => `<${item}>`).toSorted())
    expect(await linesOf(['echo', 'before'])).toEqual(ITEMS.map((item) => `before ${item}`).toSorted())
  })

  test.skipIf(!isThere)(`runs no more than ${CONCURRENCY} at once${note}`, async () => {
    const running = join(folder, 'running')
    mkdirSync(running, { recursive: true })
    // Each notes that it is there, and counts who else is.
    const counts = await linesOf(['sh', '-c', `touch ${running}/{}; ls ${running} | wc -l; rm ${running}/{}`])
    expect(counts.length).toBe(ITEMS.length)
    expect(Math.max(...counts.map(Number))).toBeLessThanOrEqual(CONCURRENCY)
  })
})
