// How items run: order, bounds, attempts, failures, halts.

import { describe, expect, test } from 'vitest'
import { bash, ended, parmap, says, start } from './support/parmap.ts'

const numbers = (count: number): string => Array.from({ length: count }, (_, n) => `${n + 1}\n`).join('')

describe('results', () => {
  test('come in input order, whatever ends first', async () => {
    expect(await parmap(['map', './tasks.mjs#evenFirst', '-b', 'async'], { input: numbers(4) })).toMatchObject({ code: 0, stdout: '1\n2\n3\n4\n' })
  })

  test('come as they end with --unordered', async () => {
    expect(await parmap(['map', './tasks.mjs#evenFirst', '-b', 'async', '--unordered', '-j', '2'], { input: numbers(2) })).toMatchObject({ code: 0, stdout: '2\n1\n' })
  })

  test('are left out for skipped items, which are counted', async () => {
    const { code, stdout, stderr } = await parmap(['map', './defined.mjs#oddOnly'], { input: numbers(5) })
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1\n3\n5\n' })
    expect(stderr).toMatch(/^parmap: 3 done, 0 failed, 2 skipped in .+ \(.+\/s\)\n$/u)
  })

  test('stand alone on stdout: what a task prints goes to stderr', async () => {
    const { stdout, told } = await parmap(['map', './tasks.mjs#loud', ':::', 'a'])
    expect(stdout).toBe('"a"\n')
    expect(told).toEqual(['from console.log', 'from console.info', 'from process.stdout', 'from the named stdout'])
  })
})

describe('-j', () => {
  test('runs so many items at once, and no more', async () => {
    const { code, stdout } = await parmap(['map', './tasks.mjs#threeAtOnce', '-b', 'async', '-j', '3'], { input: numbers(9) })
    expect({ code, most: new Set(stdout.trim().split('\n')) }).toEqual({ code: 0, most: new Set(['3']) })
  })
})

describe('a failed item', () => {
  test('leaves no line in the output and one on stderr, which names it; the others run', async () => {
    const { code, stdout, stderr } = await parmap(['map', './tasks.mjs#notThree'], { input: `1\n2\n\n3\n4\n` })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '1\n2\n4\n' })
    expect(stderr).toMatch(/^parmap: item 3 \(stdin:4\): TypeError: three is bad at tasks\.mjs:\d+:\d+\nparmap: 3 done, 1 failed, 0 skipped in /u)
  })

  test.each([
    ['undefined', 'undefined was thrown'],
    ['text', "'just text' was thrown"],
    ['object', '{ code: 7 } was thrown'],
    ['lines', String.raw`Error: one two three`],
    ['cause', 'Error: outer: inner'],
    ['long', `Error: ${'x'.repeat(993)}…`],
  ])('that threw %s is told in one line', async (what, said) => {
    const { code, told } = await parmap(['map', './tasks.mjs#fling', ':::', what])
    expect(told.map((line) => line.replace(/ at tasks\.mjs:\d+:\d+$/u, ''))).toEqual([`parmap: item 1 ("${what}"): ${said}`])
    expect(code).toBe(1)
  })

  test.each(['async', 'threads'])('may throw what throws when it is looked at, on %s; the others run', async (backend) => {
    const { code, stderr } = await parmap(['map', './tasks.mjs#hostile', '-b', backend, ':::', 'a', 'b'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/parmap: 0 done, 2 failed, 0 skipped in/u)
  })

  test('may be one whose task tries to end the process', async () => {
    const { code, stdout, told } = await parmap(['map', './tasks.mjs#exits', '-j', '1'], { input: numbers(2) })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(told).toEqual([1, 2].map((n) => expect.stringMatching(new RegExp(`^parmap: item ${n} .*: Error: process\\.exit\\(0\\) was called: a task cannot end parmap at tasks\\.mjs:`, 'u')) as unknown))
  })
})

describe('--retries', () => {
  test('are extra attempts', async () => {
    expect(await parmap(['map', './tasks.mjs#thirdTime', '--retries', '2', ':::', 'a'])).toMatchObject({ code: 0, stdout: '3\n', told: [] })
  })

  test('that do not suffice are told', async () => {
    const { code, told } = await parmap(['map', './tasks.mjs#thirdTime', '--retries', '1', ':::', 'a'])
    expect({ code, told }).toEqual({ code: 1, told: [expect.stringMatching(/^parmap: item 1 \("a"\): Error: attempt 2 at tasks\.mjs:\d+:\d+, after 2 attempts$/u)] })
  })

  test('are none for an item that is no JSON', async () => {
    const { code, told } = await parmap(['map', './tasks.mjs', '--retries', '5'], { input: '{' })
    expect({ code, told }).toEqual({ code: 1, told: [expect.not.stringContaining('attempts')] })
  })
})

describe('--timeout', () => {
  test('ends an attempt that takes longer', async () => {
    const { code, stdout, told } = await parmap(['map', './tasks.mjs#stuck', '--timeout', '50ms', ':::', 'a'])
    expect({ code, stdout, told }).toEqual({ code: 1, stdout: '', told: ['parmap: item 1 ("a"): ran longer than 50 ms'] })
  })

  test('ends the command, too, where a task does not heed it', async () => {
    const { code, told } = await parmap(['map', './tasks.mjs#deaf', '--timeout', '50ms', ':::', 'a'])
    expect({ code, told }).toEqual({ code: 1, told: ['parmap: item 1 ("a"): ran longer than 50 ms'] })
  })

  test('leaves alone what takes less', async () => {
    expect(await parmap(['map', './tasks.mjs', '--timeout', '1h', ':::', 'a'])).toMatchObject({ code: 0, stdout: '"a"\n' })
  })
})

describe('--halt', () => {
  const now = ['-b', 'async', '--halt', 'now,fail=1']

  test('now starts nothing after the failure that it is about, and writes what had ended', async () => {
    const { code, stdout, stderr } = await parmap(['map', './tasks.mjs#notThree', '-j', '1', ...now], { input: numbers(100_000) })
    expect({ code, stdout }).toEqual({ code: 5, stdout: '1\n2\n' })
    expect(stderr).toMatch(/^parmap: item 3 \(stdin:3\): TypeError: three is bad at .+\nparmap: halted: 1 item failed\nparmap: 2 done, 1 failed, 0 skipped in /u)
  })

  test.each([[[]], [['--unordered']]])('now stops what runs, before the failed item and after it; what had ended is written, flags %j', async (more) => {
    const { code, stdout, told, stderr } = await parmap(['map', './halting.mjs', ...now, ...more, ':::', 'a', 'late', 'skip', 'c', 'fail', 'x', 'stuck'])
    expect(code).toBe(5)
    expect(stdout.split('\n').toSorted()).toEqual(['', '"a"', '"c"', '"x"'])
    expect(told.toSorted()).toEqual(['parmap: halted: 1 item failed', expect.stringMatching(/^parmap: item 5 \("fail"\): Error: at last at/u), 'stopped'])
    expect(stderr).toMatch(/parmap: 3 done, 1 failed, 1 skipped, 2 not finished in/u)
  })

  test('now, in input order, writes the item that it is about, though one before it still ran', async () => {
    const { code, stdout, told } = await parmap(['map', './halting.mjs', '-b', 'async', '--halt', 'now,success=1', ':::', 'stuck', 'a'])
    expect({ code, stdout, told }).toEqual({ code: 0, stdout: '"a"\n', told: ['stopped', 'parmap: halted: 1 item succeeded'] })
  })

  test('soon lets what runs end, and takes nothing more, also where more may come', async () => {
    const child = start(['map', './halting.mjs', '-b', 'async', '--halt', 'soon,fail=1'])
    const run = ended(child)
    child.stdin.write('"a"\n"late"\n"c"\n"fail"\n') // and is not ended
    const { code, stdout, told } = await run
    expect({ code, stdout }).toEqual({ code: 5, stdout: '"a"\n"late"\n"c"\n' })
    expect(told).toEqual([expect.stringContaining('item 4 (stdin:4): Error: at last'), 'parmap: halted: 1 item failed'])
  })

  test('soon,done=2 ends after two items, whatever became of them, and that is no failure', async () => {
    const { code, stdout } = await parmap(['map', './tasks.mjs#notThree', '-b', 'async', '-j', '1', '--halt', 'soon,done=2'], { input: '3\n1\n2\n' })
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1\n' })
  })

  test.each([[[]], [['--unordered']]])('names the item whose result cannot be written; flags %j', async (more) => {
    const { code, stdout, told } = await parmap(['map', './halting.mjs', '--to', 'raw', ...now, ...more, ':::', 'a', 'skip', 'object', 'stuck'])
    expect({ code, stdout }).toEqual({ code: 5, stdout: 'a' })
    expect(told.toSorted()).toEqual(['parmap: halted: 1 item failed', 'parmap: item 3 ("object"): the result is an object; --to raw writes strings only', 'stopped'])
  })

  test('counts a record that is no item', async () => {
    const { code, stdout } = await parmap(['map', './tasks.mjs', '-b', 'async', '-j', '1', '--from', 'lines', '--halt', 'now,fail=1'], { input: Buffer.from([97, 10, 255, 10, 98, 10]) })
    expect({ code, stdout }).toEqual({ code: 5, stdout: '"a"\n' })
  })

  test('is never where it is not given', async () => {
    for (const given of [[], ['--halt', 'never']]) {
      expect(await parmap(['map', './tasks.mjs#notThree', '-j', '1', ...given], { input: numbers(5) })).toMatchObject({ code: 1, stdout: '1\n2\n4\n5\n' })
    }
  })
})

test('a halt leaves a slow reader its time: nothing of what was done is lost', async () => {
  const { stdout } = await bash("{ echo 0; seq 1 3000; } | parmap map ./tasks.mjs#padded -b async --halt now,success=2000 2> /dev/null | { sleep 2; wc -l; }")
  expect(Number(stdout)).toBe(2_000)
})

test('a stderr that nobody reads any more does not hold up the results', async () => {
  const { stdout } = await bash('seq 3000 | parmap map ./tasks.mjs#loud -b async 2> >(sleep 1) | wc -l')
  expect(Number(stdout)).toBe(3_000)
})

describe('--limit', () => {
  test('takes so many items, and no more of an endless input', async () => {
    expect(await bash('yes 1 | parmap map ./tasks.mjs --limit 3')).toMatchObject({ code: 0, stdout: '1\n1\n1\n' })
  })
})

describe('--rate', () => {
  test('changes no result', async () => {
    expect(await parmap(['map', './tasks.mjs', '--rate', '500/s'], { input: numbers(20) })).toMatchObject({ code: 0, stdout: numbers(20) })
  })
})

describe('--deadline', () => {
  test('begins nothing more, and ends what does not end in time', async () => {
    const { code, stdout, told } = await parmap(['map', './halting.mjs', '-b', 'async', '-j', '2', '--deadline', '300ms', '--grace', '10ms', ':::', 'a', 'stuck', 'stuck', 'c'])
    expect({ code, stdout }).toEqual({ code: 5, stdout: '"a"\n' })
    expect(told).toEqual(['parmap: the deadline of 300 ms has passed: 2 items still run, the first is item 2 ("stuck"); waiting 10 ms at most, a second signal ends it at once', 'stopped', 'stopped', 'parmap: stopped at the deadline of 300 ms'])
  })
})

describe('failures of one kind', () => {
  test('are told one by one up to ten, then counted; the summary names the first', async () => {
    const { code, told } = await parmap(['map', './tasks.mjs#fling', ...Array<string>(12).fill('cause').flatMap((item, at) => (at === 0 ? [':::', item] : [item]))])
    expect(code).toBe(1)
    expect(told.slice(10)).toEqual(['parmap: more of Error: from here on they are counted only', 'parmap: 12 × Error, first at item 1 ("cause")'])
  })
})

describe('output in order', () => {
  test('names the item that holds it back', async () => {
    const child = start(['map', './halting.mjs', '-b', 'async', '--grace', '10ms', ':::', 'stuck', 'a', 'c'])
    const run = ended(child)
    await says(child, 'parmap: waiting for item 1 ("stuck"), ')
    child.kill('SIGTERM')
    expect(await run).toMatchObject({ stdout: '"a"\n"c"\n', signal: 'SIGTERM', stderr: expect.stringMatching(/so far; it holds back 2 that have ended/u) as unknown })
  })
})

describe('an error outside of any item', () => {
  test.each(['threads', 'processes'])('takes the items of its worker with it, and no other, on %s', async (backend) => {
    const { code, stdout, told } = await parmap(['map', './tasks.mjs#strayFirst', '-b', backend, '--workers', '1', '-j', '1', ':::', 'a', 'b'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '"b"\n' })
    expect(told).toContainEqual(expect.stringMatching(/^parmap: item 1 \("a"\): was lost: its worker (?:thread|process)-\d+ exited with code 1: Error: thrown in a timer at tasks\.mjs:\d+:\d+$/u))
  })

  test('stops the run, with its stack, on the event loop', async () => {
    const { code, stdout, stderr } = await parmap(['map', './tasks.mjs#strays', '-b', 'async', ':::', 'a'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/parmap: stopped by an error outside of any item: Error: thrown in a timer\n {4}at [^]*tasks\.mjs[^]*parmap: 0 done, 0 failed, 0 skipped, 1 not finished/u)
  })
})
