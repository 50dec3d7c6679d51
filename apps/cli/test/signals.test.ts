// How signals end it, as a parent sees it.

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { ended, parmap, says, start, startBash } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

function isAlive(pid: string): boolean {
  return /^[^Z\s]/u.test(spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).stdout)
}

const BACKENDS = [
  ['threads', ['-b', 'threads', '--workers', '1']],
  ['processes', ['-b', 'processes', '--workers', '1']],
  ['async', ['-b', 'async']],
] as const

describe.skipIf(process.platform === 'win32').each(BACKENDS)('a signal, on %s,', (backend, flags) => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s gives what runs its grace and then stops it, and the parent sees it', async (signal) => {
    const child = start(['map', './defined.mjs#obedient', ...flags, '--grace', '50ms', ':::', 'a', 'b'])
    const run = ended(child)
    await says(child, 'running\nrunning\n')
    child.kill(signal)
    const { told, stderr, ...rest } = await run
    expect(rest).toEqual({ stdout: '', code: null, signal })
    expect(told).toEqual(['running', 'running', `parmap: ${signal}: ${backend === 'processes' ? 'up to ' : ''}2 items still run, the first is item 1 ("a"); waiting 50 ms at most, a second signal ends it at once`, 'torn down'])
    expect(stderr).toMatch(/parmap: 0 done, 0 failed, 0 skipped, 2 not finished in .+\n$/u)
  })

  test('stops it while it waits for input', async () => {
    const child = start(['map', './defined.mjs#obedient', ...flags, '--grace', '50ms'])
    const run = ended(child)
    child.stdin.write('1\n')
    await says(child, 'running\n')
    child.kill('SIGTERM')
    expect(await run).toMatchObject({ code: null, signal: 'SIGTERM' })
  })

  // From a worker of its own, the result may come later than the signal.
  test.runIf(backend === 'async')('that comes while the last item computes is seen by the parent, after the results', async () => {
    expect(await parmap(['map', './tasks.mjs#interrupts', ...flags, ':::', 'a'])).toMatchObject({ stdout: '"a"\n', code: null, signal: 'SIGINT' })
  })

  test('comes after the results that were there', async () => {
    const child = start(['map', './defined.mjs#counted', ...flags, '-j', '1'])
    const run = ended(child)
    child.stdin.write('"a"\n')
    child.stdout.once('data', () => { child.kill('SIGTERM') })
    expect(await run).toMatchObject({ stdout: '"a1"\n', signal: 'SIGTERM', told: ['torn down after 1'] })
  })

  test.runIf(backend === 'async')('lets what runs end, and writes it', async () => {
    const child = start(['map', './ends-on-usr2.mjs', ...flags, ':::', 'a'])
    const run = ended(child)
    await says(child, 'running\n')
    child.kill('SIGINT')
    await says(child, 'item 1 ("a") still runs')
    child.kill('SIGUSR2')
    expect(await run).toMatchObject({ stdout: '"a"\n', code: null, signal: 'SIGINT' })
  })

  // On the event loop it is heard once nothing computes, and then all has begun that was handed over.
  test.skipIf(backend === 'async')('begins nothing more of what waits behind an item that computes; a resumed run does', async () => {
    const folder = temporaryFolder()
    const [file, journal] = [join(folder, 'over'), join(folder, 'run.ndjson')]
    const args = ['map', './computes-until.mjs', ...flags, '--journal', journal]
    const items = [':::', ...Array.from({ length: 6 }, (_, at) => String(at))]
    const child = start([...args, ...items], { env: { UNTIL: file } })
    const run = ended(child)
    await says(child, 'computing 0\n')
    child.kill('SIGINT')
    await says(child, backend === 'processes' ? 'SIGINT: up to 6 items still run, the first is item 1 ("0")' : 'SIGINT: item 1 ("0") still runs')
    writeFileSync(file, '')
    const { stdout, stderr, signal } = await run
    expect({ stdout, signal, begun: stderr.match(/computing/gu)?.length }).toEqual({ stdout: '"0"\n', signal: 'SIGINT', begun: 1 })
    expect(stderr).toMatch(/parmap: 1 done, 0 failed, 0 skipped in .+\n$/u)
    expect(await parmap([...args, '--resume', ...items], { env: { UNTIL: file } })).toMatchObject({ code: 0, stdout: '"0"\n"1"\n"2"\n"3"\n"4"\n"5"\n' })
  })

  test('lets nothing be tried again, and what waits for that is not finished; it runs when the run is resumed', async () => {
    const journal = join(temporaryFolder(), 'run.ndjson')
    const args = ['map', './fails-first.mjs', ...flags, '--retries', '1000000', '--grace', '10m', '--journal', journal]
    const child = start([...args, ':::', 'a', 'b'])
    const run = ended(child)
    await says(child, 'failed\nfailed\n')
    child.kill('SIGINT')
    const { stderr, signal } = await run
    const [, failed = 0, unfinished = 0] = /parmap: 0 done, (\d) failed, 0 skipped(?:, (\d) not finished)? in .+\n$/u.exec(stderr) ?? []
    expect({ signal, all: Number(failed) + Number(unfinished) }).toEqual({ signal: 'SIGINT', all: 2 }) // one that runs just then fails
    expect(await parmap([...args, '--retry-failed', ':::', 'a', 'b'], { env: { WORKS: 'yes' } })).toMatchObject({ code: 0, stdout: '"a"\n"b"\n' })
  })

  test('that comes a second time ends it at once, as the first one', async () => {
    const child = start(['map', './defined.mjs#endless', ...flags, '--grace', '50ms', ':::', 'a'])
    const run = ended(child)
    await says(child, 'running\n')
    child.kill('SIGINT')
    await says(child, 'tearing down\n') // which never ends
    child.kill('SIGTERM')
    expect(await run).toMatchObject({ code: null, signal: 'SIGINT' })
  })

  test.runIf(backend === 'processes')('that comes a second time leaves no process behind, also where an item computes for ever', async () => {
    const child = start(['map', './computing.mjs', ...flags, '--grace', '1m', '--kill-after', '1m', ':::', 'a'])
    const run = ended(child)
    await says(child, 'computing\n')
    const workers = spawnSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' }).stdout.trim().split('\n')
    child.kill('SIGINT')
    await says(child, 'still runs')
    child.kill('SIGINT')
    const { told, signal } = await run
    expect({ told, signal, count: workers.length }).toEqual({ told: ['computing', expect.stringContaining('item 1 ("a") still runs') as unknown], signal: 'SIGINT', count: 1 })
    for (const worker of workers) while (isAlive(worker)) await wait(10)
  })

  test.each(['setup', 'heldSetup', 'heldTeardown'])('ends it where the %s of the task never settles', async (name) => {
    const child = start(['map', `./lingering.mjs#${name}`, ...flags, '--grace', '50ms', ':::', 'a'])
    const run = ended(child)
    await says(child, 'ing ') // setting up, or tearing down
    child.kill('SIGINT')
    expect(await run).toMatchObject({ code: null, signal: 'SIGINT', stderr: expect.not.stringContaining('fault of parmap') as unknown })
  })

  test('ends it while the module loads', async () => {
    const child = start(['map', './slow-load.mjs', ...flags, ':::', 'a'])
    const run = ended(child)
    await says(child, 'loading\n')
    child.kill('SIGINT')
    expect(await run).toMatchObject({ code: null, signal: 'SIGINT' })
  })

  test('ends it where nobody reads its output', async () => {
    const child = start(['map', './tasks.mjs#large', ...flags, ':::', 'a'])
    const exited = new Promise((resolve) => { child.once('exit', (code, signal) => { resolve({ code, signal }) }) })
    await says(child, 'ended') // and writes more than a pipe holds; nothing is taken from it
    child.kill('SIGTERM')
    expect(await exited).toEqual({ code: null, signal: 'SIGTERM' })
  })

  test.skipIf(backend === 'async')('ends it where an item computes for ever', async () => {
    const child = start(['map', './computing.mjs', ...flags, '--grace', '50ms', '--kill-after', '50ms', ':::', 'a'])
    const run = ended(child)
    await says(child, 'computing\n')
    child.kill('SIGINT')
    expect(await run).toMatchObject({ stdout: '', code: null, signal: 'SIGINT' })
  })

  test('from a terminal reaches the shell: a script does not go on', async () => {
    const shell = startBash(`parmap map ./defined.mjs#obedient ${flags.join(' ')} --grace 50ms ::: a; echo "went on"`)
    const run = ended(shell)
    await says(shell, 'running\n')
    process.kill(-shell.pid!, 'SIGINT') // the group, as a terminal does
    expect(await run).toMatchObject({ stdout: '', signal: 'SIGINT' })
  })
})
