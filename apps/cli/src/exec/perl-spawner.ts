// Starts processes by way of a small process that starts them: one of perl (see perl-program.ts). Where there is none, or it
// dies, Node does it.

import { spawn, type ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { getSystemErrorName } from 'node:util'
import { NodeSpawner } from './node-spawner.ts'
import { PERL_PROGRAM } from './perl-program.ts'
import { LOST, type Child, type ChildEvents, type OutputName, type Spawner, type SpawnerOptions } from './spawner.ts'

const HEADER_BYTES = 4
const NUL = Buffer.of(0)
const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name as NodeJS.Signals]))

/** A process that waits for perl to say that it is there. */
interface Waiting { readonly id: number; readonly argv: readonly Buffer[]; readonly isInherited: boolean; readonly events: ChildEvents }

/** The spawner that is as fast as `xargs`, where there is a `perl`. */
export class PerlSpawner implements Spawner {
  readonly #perl: ChildProcess
  readonly #down: Writable
  readonly #up: Readable
  readonly #running = new Map<number, ChildEvents>()
  readonly #node: NodeSpawner
  readonly #onUnread: (() => void) | undefined
  #waiting: Waiting[] = []
  #state: 'starting' | 'ready' | 'gone' = 'starting'
  #lastId = 0
  #pauses = 0
  #rest: Buffer = Buffer.alloc(0)

  /** @param command what to start as perl */
  constructor({ onUnread }: SpawnerOptions = {}, command = 'perl') {
    this.#onUnread = onUnread
    this.#node = new NodeSpawner({ onUnread })
    // Without a terminal, so that commands have none, either. What it gets as 3 is for those that inherit our stdout.
    this.#perl = spawn(command, ['-e', PERL_PROGRAM], { stdio: ['pipe', 'pipe', 'inherit', 1], detached: true, env: perlEnv() })
    this.#down = this.#perl.stdin!
    this.#up = this.#perl.stdout!
    this.#down.on('error', () => undefined) // it is gone: `close` tells
    this.#up.on('data', (chunk: Buffer) => { this.#read(chunk) })
    this.#perl.on('error', () => { this.#gone() })
    this.#perl.on('close', () => { this.#gone() })
  }

  get running(): number { return this.#running.size + this.#node.running }

  spawn(argv: readonly Buffer[], isInherited: boolean, events: ChildEvents): Child {
    if (this.#state === 'gone') return this.#node.spawn(argv, isInherited, events)
    const id = ++this.#lastId
    this.#running.set(id, events)
    if (this.#state === 'ready') this.#start(id, argv, isInherited)
    else this.#waiting.push({ id, argv, isInherited, events })
    return this.#childOf(id)
  }

  close(): void { this.#down.end() }

  #childOf(id: number): Child {
    const paused = new Set<OutputName>()
    const isPaused = (): boolean => this.#pauses > 0
    return {
      get isPaused() { return isPaused() },
      pause: (from) => {
        paused.add(from)
        if (++this.#pauses === 1) this.#up.pause()
      },
      resume: (from) => {
        if (paused.delete(from) && --this.#pauses === 0) this.#up.resume()
      },
      letGo: () => { this.#send('l', id, []) },
    }
  }

  #start(id: number, argv: readonly Buffer[], isInherited: boolean): void {
    this.#send(isInherited ? 'i' : 'p', id, argv.flatMap((word, place) => (place === 0 ? [word] : [NUL, word])))
  }

  #send(letter: string, id: number, rest: readonly Buffer[]): void {
    const header = Buffer.alloc(9)
    header.write(letter, HEADER_BYTES, 'latin1')
    header.writeUInt32BE(id, 5)
    header.writeUInt32BE(rest.reduce((sum, { length }) => sum + length, 5))
    this.#down.write(Buffer.concat([header, ...rest]))
  }

  #read(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    let at = 0
    while (bytes.length - at >= HEADER_BYTES) {
      const end = at + HEADER_BYTES + bytes.readUInt32BE(at)
      if (end > bytes.length) break
      this.#hear(bytes.toString('latin1', at + 4, at + 5), bytes.readUInt32BE(at + 5), bytes.subarray(at + 9, end))
      at = end
    }
    this.#rest = bytes.subarray(at)
  }

  #hear(letter: string, id: number, rest: Buffer): void {
    const events = this.#running.get(id)
    switch (letter) {
      // Output is copied: a few bytes that wait are not to hold all that came with them.
      case 'r': this.#ready(); break
      case 'u': this.#onUnread?.(); break
      case 's': events?.started(rest.readUInt32BE()); break
      case 'o': events?.output('stdout', Buffer.from(rest)); break
      case 'e': events?.output('stderr', Buffer.from(rest)); break
      case 'x': events?.exited(...exitOf(rest.readUInt32BE())); break
      default:
        this.#running.delete(id)
        if (letter === 'c') events?.closed()
        else events?.failed(getSystemErrorName(-rest.readUInt32BE()))
    }
  }

  #ready(): void {
    this.#state = 'ready'
    for (const { id, argv, isInherited } of this.#waiting) this.#start(id, argv, isInherited)
    this.#waiting = []
  }

  /** What waited is Node's to start. What ran, nobody can tell the end of. */
  #gone(): void {
    if (this.#state === 'gone') return
    this.#state = 'gone'
    for (const { id, argv, isInherited, events } of this.#waiting) {
      this.#running.delete(id)
      this.#node.spawn(argv, isInherited, events)
    }
    for (const events of this.#running.values()) events.failed(LOST)
    this.#running.clear()
  }
}

function exitOf(status: number): [number | null, NodeJS.Signals | null] {
  const number = status & 0x7f
  return number === 0 ? [status >> 8, null] : [null, SIGNALS.get(number) ?? (`SIG${number}` as NodeJS.Signals)]
}

/** Perl is not to be changed by what is meant for the commands; they get it all the same. */
function perlEnv(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).map(([name, value]) => [name.startsWith('PERL') ? `PARMAP_KEPT_${name}` : name, value])
  return { ...Object.fromEntries(entries) as NodeJS.ProcessEnv, PERL_BADLANG: '0' }
}
