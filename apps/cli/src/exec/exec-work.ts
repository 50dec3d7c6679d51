// The work of `parmap exec`: a command for each item, on the event loop. What is stopped is stopped here, and not by the
// executor, so that what it had printed is still told.

import { asyncExecutor } from '@parmap/async'
import type { Retries, TaskContext } from '@parmap/core'
import { CommandError, isItemError } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import type { Item } from '../input/item.ts'
import { FAILED_WORK } from '../run/failure.ts'
import type { RetryKind } from '../run/retry-kind.ts'
import type { Work } from '../run/work.ts'
import { CommandFailure, failureOf } from './command-failure.ts'
import { CommandOutput } from './command-output.ts'
import type { Call } from './placeholder.ts'
import { runCommand, type CommandResult } from './run-command.ts'
import type { RunOptions } from './run-options.ts'
import { Slots } from './slots.ts'
import type { Template } from './template.ts'
import { WatchedSpawner } from './watched-spawner.ts'

/** What is to be run, and how. */
export interface ExecWorkSetup extends Pick<RunOptions, 'spawner' | 'space' | 'killAfter' | 'timeout'> {
  readonly template: Template
  readonly callOf: (item: Item, slot: number) => Call
  /** Where the output of an item goes; default: it is kept. */
  readonly outputOf: (item: Item) => RunOptions['output']
  readonly tagOf: (item: Item) => Buffer | undefined
  readonly concurrency: number
  /** Extra attempts. */
  readonly retries: number
  readonly retryOn: ReadonlySet<RetryKind>
}

const NO_COMMAND: ReadonlySet<string> = new Set(['ENOENT', 'EACCES', 'ENOTDIR'])

/** Runs commands. */
export function execWork(setup: ExecWorkSetup): Work<CommandOutput> {
  const executor = asyncExecutor({ concurrency: setup.concurrency })
  const spawner = new WatchedSpawner(setup.spawner)
  let mayRetry = true
  return {
    endsByAbort: true,
    beginNoMore() { mayRetry = false },
    kill() { spawner.kill() },
    sentOf: (item) => item,
    async run(items, onOutcome, signal) {
      const commands = new Commands({ ...setup, spawner }, signal, () => mayRetry)
      const results = executor.imapUnordered(commands.task, items as AsyncIterable<Item>, { retries: commands.retries, signal: commands.end, errors: 'settle', onOutcome })
      for (let step = await results.next(); step.done !== true; ) step = await results.next()
    },
    async close() {
      await executor.close()
      spawner.close()
    },
  }
}

/** The commands of a run. */
class Commands {
  readonly #setup: ExecWorkSetup
  readonly #stop: AbortSignal
  readonly #mayRetry: () => boolean
  readonly #slots = new Slots()
  readonly #end = new AbortController()

  constructor(setup: ExecWorkSetup, stop: AbortSignal, mayRetry: () => boolean) {
    this.#setup = setup
    this.#mayRetry = mayRetry
    this.#stop = stop
    stop.addEventListener('abort', () => { this.#endIfIdle() })
  }

  /** Aborted when no command runs any more and none is to: there may be some that wait to be tried again. */
  get end(): AbortSignal { return this.#end.signal }

  get retries(): Retries {
    const { retries: limit, retryOn } = this.#setup
    return {
      limit,
      retryIf: ({ cause }) => {
        const failure = cause as CommandFailure
        const kind = isItemError(cause) ? 'stopped' : failure[FAILED_WORK].is
        const isTriedAgain = this.#mayRetry() && kind !== 'stopped' && retryOn.has(kind)
        if (isTriedAgain) failure.output?.discard() // the last attempt is the one that counts
        return isTriedAgain
      },
    }
  }

  readonly task = async (item: Item, { attempt }: Pick<TaskContext<undefined>, 'attempt'>): Promise<CommandOutput> => {
    // One that waited to be tried again when the run was told to end.
    if (!this.#mayRetry() && attempt > 1) throw new CommandFailure('it was not tried again', { is: 'stopped' }, undefined)
    const slot = this.#slots.take()
    try {
      return await this.#run(item, slot)
    } finally {
      this.#slots.giveBack(slot)
      this.#endIfIdle()
    }
  }

  async #run(item: Item, slot: number): Promise<CommandOutput> {
    const { template, callOf, outputOf, tagOf, timeout, spawner, space, killAfter } = this.#setup
    const argv = template.argvOf(callOf(item, slot))
    const result = await runCommand(argv, { spawner, space, output: outputOf(item), timeout, killAfter, signal: this.#stop })
    this.#refuseMissing(result)
    const output = result.is === 'ended' ? new CommandOutput(result.stdout, result.stderr, tagOf(item)) : undefined
    const failure = failureOf(result, output, timeout)
    if (failure !== undefined) throw failure
    return output!
  }

  /** A command that is not there is said once, and not for each item. */
  #refuseMissing(result: CommandResult): void {
    if (result.is !== 'unstarted' || !this.#setup.template.isOneCommand || !NO_COMMAND.has(result.code)) return
    this.#end.abort(new CommandError(EXIT.cannotRun, result.reason))
  }

  #endIfIdle(): void {
    if (this.#stop.aborted && this.#slots.taken === 0) setImmediate(() => { this.#end.abort(this.#stop.reason) }) // what has just ended is told first
  }
}
