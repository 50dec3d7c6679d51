// What people see: the bar, what is printed while it is there, colours, and what Ctrl-C does.

import { constants } from 'node:os'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from './support/temporary-folder.ts'
import { bashInTerminal, noTerminal, parmapInTerminal } from './support/terminal.ts'

const ESCAPE = '\u001b'
const COLOUR = `${ESCAPE}[3`

describe.skipIf(noTerminal !== undefined)(`in a terminal${noTerminal === undefined ? '' : ` (skipped: ${noTerminal})`}`, () => {
  test('a bar counts, where the number of items is known', async () => {
    const terminal = parmapInTerminal(['map', './waiting.mjs', '--grace', '50ms', ':::', 'a', 'bad', 'stuck', 'b'])
    await terminal.shows(/^\[=+-+\] 75 % 2 done, 1 failed, [\d.,]+\/s, [\d.]+ m?s/u)
    terminal.type('\u0003')
    expect(await terminal.ended()).toEqual({ code: 0, signal: constants.signals.SIGINT })
  })

  test('the bar follows the bytes of files', async () => {
    const folder = temporaryFolder({ 'in.txt': 'a\n'.repeat(5) + 'stuck\n' })
    const terminal = parmapInTerminal(['map', './waiting.mjs', '--grace', '50ms', '--from', 'lines', '-i', `${folder}/in.txt`])
    await terminal.shows(/^\[=+\] 100 % 5 done, 0 failed, /u)
    terminal.type('\u0003')
    expect(await terminal.ended()).toMatchObject({ signal: constants.signals.SIGINT })
  })

  test('counts stand without a bar, where nobody knows how much there will be', async () => {
    const terminal = bashInTerminal('{ echo a; echo stuck; cat; } | parmap map ./waiting.mjs --grace 50ms --from lines > /dev/null')
    await terminal.shows(/^1 done, 0 failed, [\d.,]+\/s, [\d.]+ m?s$/u)
    terminal.type('\u0003')
    expect(await terminal.ended()).toMatchObject({ signal: constants.signals.SIGINT })
  })

  test('what is printed meanwhile stands above the bar, whole, and the bar is gone at the end', async () => {
    const terminal = parmapInTerminal(['map', './waiting.mjs', '-b', 'async', '--to', 'lines', '-j', '1', ':::', 'print', 'long', 'bad', 'wait', 'half'])
    await terminal.shows(/^\[=+-+\] 60 % 2 done, 1 failed/u)
    terminal.kill('SIGUSR2')
    expect(await terminal.ended()).toEqual({ code: 1, signal: 0 })
    const lines = await terminal.lines()
    const result = lines.lastIndexOf('x'.repeat(80))
    expect(lines.slice(result, result + 2)).toEqual(['x'.repeat(80), 'x'.repeat(40)]) // wrapped, not cut off
    for (const line of ['print: one', 'print: two', 'print', 'wait', 'half', 'half a line']) expect(lines.filter((seen) => seen === line)).toEqual([line])
    expect(lines.filter((line) => /^parmap: item 3 \("bad"\): Error: bad at waiting\.mjs:\d+:\d+$/u.test(line)).length).toBe(1)
    expect(lines.filter((line) => line.includes('[='))).toEqual([])
    expect(lines.at(-1)).toMatch(/^parmap: 4 done, 1 failed, 0 skipped in /u)
  })

  test('failures and counts have colours, unless they are not wanted', async () => {
    const args = ['map', './waiting.mjs', ':::', 'bad']
    const unwanted = [parmapInTerminal(['map', '--no-color', ...args.slice(1)]), parmapInTerminal(args, { NO_COLOR: '1' }), parmapInTerminal(args, { NO_COLOR: '1', FORCE_COLOR: '1' })]
    const wanted = parmapInTerminal(args)
    for (const terminal of [...unwanted, wanted]) expect(await terminal.ended()).toMatchObject({ code: 1 })
    expect(wanted.written).toContain(COLOUR)
    for (const terminal of unwanted) expect(terminal.written).not.toContain(COLOUR)
  })

  test('a terminal that can do nothing gets neither colours nor a bar', async () => {
    const terminal = parmapInTerminal(['map', './waiting.mjs', '-b', 'async', '-j', '1', ':::', 'bad', 'wait'], { TERM: 'dumb' })
    await terminal.shows(/^waiting/u)
    terminal.kill('SIGUSR2')
    await terminal.ended()
    expect(terminal.written).not.toContain(ESCAPE)
  })

  test('nothing to read but a terminal: short help, exit code 2', async () => {
    const terminal = parmapInTerminal(['map', './waiting.mjs'])
    expect(await terminal.ended()).toMatchObject({ code: 2 })
    expect((await terminal.lines()).join('\n')).toMatch(/^Usage: parmap map <module>[^]*There are no items: give them on stdin, in files \(-i FILE\) or after ":::"\./u)
  })

  test('a terminal that is asked for is read', async () => {
    const terminal = parmapInTerminal(['map', './waiting.mjs', '--from', 'lines', '--to', 'lines', '-i', '-'])
    terminal.type('typed\r')
    terminal.type('\u0004')
    expect(await terminal.ended()).toMatchObject({ code: 0 })
    expect((await terminal.lines()).filter((line) => line === 'typed').length).toBe(2) // the echo and the result
  })

  test('Ctrl-C ends the script around it', async () => {
    const terminal = bashInTerminal('parmap map ./waiting.mjs ::: stuck; echo went on')
    await terminal.shows(/0 done/u)
    terminal.type('\u0003')
    expect(await terminal.ended()).toMatchObject({ signal: constants.signals.SIGINT })
    expect(terminal.written).not.toContain('went on')
  })
})
