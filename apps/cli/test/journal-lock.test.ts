// One run at a time on a journal, whoever comes when.

import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { describe, expect, onTestFinished, test } from 'vitest'
import { EXIT } from '../src/exit-codes.ts'
import { lockJournal } from '../src/journal/lock.ts'
import { openJournal } from '../src/journal/open-journal.ts'
import { isGone, lookByPs, ownerName, parseOwner, thisProcess } from '../src/journal/owner.ts'
import { journalPath, programOf } from './support/journal.ts'

const isWindows = process.platform === 'win32'

/** Another process that opens journals. */
class Racer {
  readonly child: ChildProcessWithoutNullStreams
  readonly #lines: Interface

  private constructor(program: string) {
    this.child = spawn(process.execPath, [program])
    this.#lines = createInterface(this.child.stdout)
    onTestFinished(() => { this.child.kill('SIGKILL') })
  }

  static async start(): Promise<Racer> { return new Racer(await programOf('races')) }

  async open(path: string, time = 0): Promise<string> { return this.#ask(`open\t${path}\t${time}`) }
  async close(): Promise<string> { return this.#ask('close') }

  /** The process ends without a word, and is known to have ended. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await once(this.child, 'exit')
  }

  async #ask(line: string): Promise<string> {
    this.child.stdin.write(`${line}\n`)
    const [answer] = (await once(this.#lines, 'line')) as [string]
    return answer
  }
}

describe('a second run', () => {
  test('is refused, and told who holds the journal', async () => {
    const journal = journalPath()
    const racer = await Racer.start()
    expect(await racer.open(journal)).toBe('won')
    expect(() => lockJournal(journal, 'run.ndjson')).toThrow(expect.objectContaining({ exitCode: EXIT.journal, message: `run.ndjson is in use: process ${racer.child.pid} writes to it` }))
  })

  test('is refused also in the same process, and where the journal goes by another name', async () => {
    const journal = journalPath()
    const other = `${journal}.link`
    const options = { job: {}, isResumed: true, retriesFailed: false, isForced: false, onError: () => undefined }
    const first = await openJournal({ ...options, path: journal })
    onTestFinished(() => { first.close() })
    symlinkSync(journal, other)
    await expect(openJournal({ ...options, path: other })).rejects.toThrow(`is in use: process ${process.pid} writes to it`)
  })

  test('gets the journal when the first has closed it, or has ended', async () => {
    const journal = journalPath()
    const [first, second] = [await Racer.start(), await Racer.start()]
    expect([await first.open(journal), await first.close(), await second.open(journal)]).toEqual(['won', 'closed', 'won'])
    second.child.stdin.end() // without closing it
    await once(second.child, 'exit')
    expect(existsSync(`${journal}.lock`)).toBe(false)
  })

  test.skipIf(isWindows)('gets it at once where the first was killed', async () => {
    const journal = journalPath()
    const first = await Racer.start()
    expect(await first.open(journal)).toBe('won')
    await first.kill()
    lockJournal(journal, 'run.ndjson').release()
    expect(readdirSync(join(journal, '..'))).toEqual(['run.ndjson'])
  })
})

describe.skipIf(isWindows)('of several processes that come at once exactly one gets it', () => {
  const ROUNDS = 50

  async function race(prepare: (journal: string) => void): Promise<string[][]> {
    const racers = await Promise.all(Array.from({ length: 4 }, () => Racer.start()))
    const rounds: string[][] = []
    for (let round = 0; round < ROUNDS; round++) {
      const journal = journalPath()
      prepare(journal)
      const time = Date.now() + 5
      const answers = await Promise.all(racers.map((racer) => racer.open(journal, time)))
      rounds.push(answers.map((answer) => answer.replace(/process \d+/u, 'process N').replace(journal, 'J')).sort())
      await Promise.all(racers.map((racer) => racer.close()))
    }
    return rounds
  }

  const refused = '6 J is in use: process N writes to it'
  const oneWon = Array.from({ length: ROUNDS }, () => [refused, refused, refused, 'won'])

  test('where nobody holds it', async () => {
    expect(await race(() => undefined)).toEqual(oneWon)
  })

  test('where it was held by one that was killed', async () => {
    const owner = { ...thisProcess(), startedAt: '1' } // the number of a process that lives, and has started since
    expect(await race((journal) => {
      mkdirSync(`${journal}.lock`)
      writeFileSync(join(`${journal}.lock`, ownerName(owner)), '')
    })).toEqual(oneWon)
  })

  test('where one was killed while it gave it back', async () => {
    expect(await race((journal) => { mkdirSync(`${journal}.lock`) })).toEqual(oneWon)
  })
})

describe('a lock that was left behind', () => {
  const own = thisProcess()

  test.runIf(process.platform === 'linux').each([
    ['by a process that is gone', { pid: 2 ** 22 + 1 }],
    ['by one whose number another has now', { startedAt: '1' }],
    ['before the machine was started anew', { boot: '0' }],
  ])('%s is taken over', (_what, changed) => {
    const journal = journalPath()
    mkdirSync(`${journal}.lock`)
    writeFileSync(join(`${journal}.lock`, ownerName({ ...own, ...changed })), '')
    lockJournal(journal, 'run.ndjson').release()
    expect(existsSync(`${journal}.lock`)).toBe(false)
  })

  test.each([
    ['on another host', { host: 'elsewhere.example', pid: 7 }, 'run.ndjson is in use: process 7 on the host elsewhere.example writes to it. If it has ended, remove the folder run.ndjson.lock'],
    ['in another container', { namespace: '1', pid: 7 }, 'run.ndjson is in use: process 7 in another container writes to it. If it has ended, remove the folder run.ndjson.lock'],
  ])('%s is respected', (_what, changed, message) => {
    const journal = journalPath()
    mkdirSync(`${journal}.lock`)
    writeFileSync(join(`${journal}.lock`, ownerName({ ...own, ...changed })), '')
    expect(() => lockJournal(journal, 'run.ndjson')).toThrow(message)
  })

  test('of a kind that parmap does not make is not touched', () => {
    const journal = journalPath()
    mkdirSync(`${journal}.lock`)
    writeFileSync(join(`${journal}.lock`, 'notes.txt'), '')
    expect(() => lockJournal(journal, 'run.ndjson')).toThrow('run.ndjson.lock holds a file that is none of parmap\'s: notes.txt')
  })

  test('under the name it had before is cleared away, that of a process that lives is not', () => {
    const journal = journalPath()
    const gone = `${journal}.lock.aaaaaa`
    const alive = `${journal}.lock.bbbbbb`
    mkdirSync(gone)
    writeFileSync(join(gone, ownerName({ ...own, pid: 2 ** 22 + 1 })), '')
    mkdirSync(alive)
    writeFileSync(join(alive, ownerName(own)), '')
    lockJournal(journal, 'run.ndjson').release()
    expect([existsSync(gone), existsSync(alive)]).toEqual([false, true])
  })
})

describe('an owner', () => {
  test('is read back from its name', () => {
    expect(parseOwner(ownerName(thisProcess()))).toEqual(thisProcess())
    expect(parseOwner(ownerName({ pid: 7, startedAt: '', boot: '', namespace: '', host: 'a.b.c' }))).toEqual({ pid: 7, startedAt: '', boot: '', namespace: '', host: 'a.b.c' })
  })

  test('that lives is not gone, even where its start cannot be told', () => {
    expect([isGone(thisProcess(), thisProcess()), isGone({ ...thisProcess(), startedAt: '' }, thisProcess())]).toEqual([false, false])
  })

  test.runIf(process.platform === 'linux')('that was killed is gone before its parent has looked', async () => {
    // `cat` takes the place of the shell that started the child, and never looks after it.
    const parent = spawn('sh', ['-c', 'sleep 1000 & echo $!; exec cat'])
    onTestFinished(() => { parent.kill('SIGKILL') })
    const [pid] = (await once(createInterface(parent.stdout), 'line')) as [string]
    const owner = { ...thisProcess(), pid: Number(pid), startedAt: '' }
    expect(isGone(owner, thisProcess())).toBe(false)
    process.kill(Number(pid), 'SIGKILL')
    await expect.poll(() => isGone(owner, thisProcess()), { timeout: 60_000 }).toBe(true)
    process.kill(Number(pid), 0) // there is still something with that number
  })

  test.skipIf(isWindows)('is seen by ps as it is where there is no /proc', async () => {
    const { child } = await Racer.start()
    const seen = lookByPs(child.pid!)
    expect(seen).toEqual({ hasEnded: false, startedAt: expect.stringMatching(/^\d{10}$/u) as string })
    expect(lookByPs(child.pid!)).toEqual(seen)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(lookByPs(child.pid!)).toBe(undefined)
  })
})
