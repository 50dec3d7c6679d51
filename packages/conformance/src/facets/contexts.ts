// Facet 10, what surrounds a value: what a task is told, the state of its worker, and the caller's async context.

import type { Task } from '@parmap/core'
import { taskWithData } from '@parmap/core/worker'
import { contextStorage } from '../context-storage.ts'
import { equal, holds } from '../expectations.ts'
import { AsyncInput, range } from '../inputs.ts'
import { sharedHeap } from '../needs.ts'
import { rule, type Rule } from '../rule.ts'
import { FIRST_SETUP_KEY, isItem, type Stateful } from '../stateful.ts'
import type { SteeredItem } from '../steering.ts'
import type { Trial } from '../trial.ts'

const told: Rule = rule('10.6', 'A task is told its index, attempt and worker.', async (trial) => {
  const { control, tasks } = trial
  const executor = trial.executor()
  for (const batchSize of [1, 7]) {
    const seen = await executor.map(tasks.context, range(30), { batchSize })
    equal(seen.map(({ index, attempt }) => ({ index, attempt })), range(30).map((index) => ({ index, attempt: 1 })), `the indexes and attempts that tasks were told, with a batchSize of ${batchSize}`)
  }
  const alone = await executor.submit(tasks.context, 'any')
  equal({ index: alone.index, attempt: alone.attempt }, { index: 0, attempt: 1 }, 'the index and attempt that the task of submit was told')

  for (const key of [3, 3, 5]) control.fail(key)
  control.finishRest()
  const workers: (string | undefined)[] = []
  await executor.map(tasks.steered, control.items(8), { retries: { limit: 2, delay: 0 }, onOutcome: ({ index, worker }) => { workers[index] = worker } })
  const attempts = range(8).map((key) => control.starts.filter((start) => start.key === key).map(({ attempt }) => attempt))
  equal(attempts, [[1], [1], [1], [1, 2, 3], [1], [1, 2], [1], [1]], 'the attempts that eight tasks were told, of which the fourth fails twice and the sixth once')
  holds(control.starts.every(({ key, index }) => key === index), 'the indexes that they were told', 'the place of each in the input, also for later attempts', control.starts)
  const last = range(8).map((key) => control.starts.findLast((start) => start.key === key)?.worker)
  equal(last, workers, 'the workers that they were told, and those of their outcomes')
  holds(last.every((worker) => typeof worker === 'string' && worker !== ''), 'the workers that they were told', 'names', last)
})

/** Has setups end, until so many items have started. */
async function startedWithSetups(trial: Trial, count: number): Promise<void> {
  const { control } = trial
  await trial.until(() => {
    for (const key of control.current) if (!isItem({ key })) control.finish(key)
    return control.starts.filter(isItem).length >= count
  })
}

const setups: Rule = rule('10.7', 'setup runs once in each worker, before its first item, with the data of task.with(data); teardown when the worker leaves.', async (trial) => {
  const { control, module } = trial
  const executor = trial.executor({ workers: 2, slots: 2 })
  const label = ['the', 'data']
  const task = taskWithData(module.href, 'stateful', { control: control.item(0).control, label }) as Task<SteeredItem, Stateful>
  const first = executor.map(task, control.items(8))
  await startedWithSetups(trial, 4)
  control.finishRest()
  const results = [...await first, ...await executor.map(task, control.items(8, 100))]

  const { keys, starts } = control
  const made = keys.filter((key) => key >= FIRST_SETUP_KEY)
  const pairs = new Set(results.map(({ worker, setup }) => `${setup} in ${worker}`))
  const workers = new Set(results.map(({ worker }) => worker))
  equal({ pairs: pairs.size, setups: made.length }, { pairs: workers.size, setups: workers.size }, `pairs of a setup and a worker that items saw in two runs, and setups, with ${workers.size} workers`)
  equal(results.map((result) => result.label), results.map(() => label), 'the data that setup was given')
  for (const { worker, setup } of results) {
    const item = starts.findIndex((start) => start.worker === worker && isItem(start))
    holds(keys.indexOf(setup) < item, `the setup of ${worker}`, 'heard of before its first item', keys)
  }
  equal(keys.filter((key) => key < 0), [], 'teardowns while the executor is in use')
  await executor.close()
  equal(control.keys.filter((key) => key < 0).map((key) => -key).toSorted(), made.toSorted(), 'the setups that were torn down, and all setups, once the executor is closed')
})

const inTasks: Rule = rule('10.8', "The caller's async context is seen in tasks on the event loop.", async (trial) => {
  const { tasks } = trial
  const executor = trial.executor({ workers: 1, slots: 1 })
  const storage = contextStorage()
  executor.pause()
  const runs = ['one', 'two'].map((name) => storage.run(name, () => executor.map(tasks.seenContext, range(6))))
  executor.resume()
  const seen = await Promise.all(runs)
  equal(seen, ['one', 'two'].map((name) => range(6).map(() => [name, name])), 'the contexts that the tasks of two runs saw, which share a slot, at first and later')
  const alone = await storage.run('three', () => executor.submit(tasks.seenContext, 1))
  equal(alone, ['three', 'three'], 'the context that the task of submit saw')
}, sharedHeap)

/** Where the caller's functions are called: the contexts seen in each, each once. */
class Seen {
  readonly contexts: Record<string, (string | undefined)[]> = {}
  /** Writes down the current context. */
  note(what: string): void {
    const context = contextStorage().getStore()
    const all = (this.contexts[what] ??= [])
    if (!all.includes(context)) all.push(context)
  }
}

/** An endless input that writes down its context. */
function watched(seen: Seen): AsyncInput<number> {
  return new AsyncInput({
    count: Infinity,
    item: (index) => {
      seen.note('next()')
      return index
    },
    onReturn: async () => { seen.note('return()') },
  })
}

const inCallbacks: Rule = rule('10.9', "The caller's async context is seen in the input's next() and in callbacks.", async (trial) => {
  const { tasks } = trial
  const executor = trial.executor()
  const storage = contextStorage()
  const seen = new Seen()
  const options = {
    errors: 'settle',
    onOutcome: () => { seen.note('onOutcome') },
    onProgress: () => { seen.note('onProgress') },
    retries: {
      limit: 1,
      retryIf: () => {
        seen.note('retryIf')
        return true
      },
      delay: () => {
        seen.note('delay')
        return 0
      },
    },
  } as const
  await storage.run('caller', () => executor.map(tasks.evenOrFail, range(6), options))
  const own = ['caller']
  equal(seen.contexts, { onProgress: own, retryIf: own, delay: own, onOutcome: own }, 'the contexts that the callbacks of map saw, called in the context "caller"')

  for (const verb of ['imap', 'imapUnordered'] as const) {
    const read = new Seen()
    const stream = storage.run('caller', () => executor[verb](tasks.echo, watched(read), { onOutcome: () => { read.note('onOutcome') } }))
    const reader = async (): Promise<void> => {
      for await (const value of stream) if (value === 20) return
    }
    await storage.run('reader', reader)
    equal(read.contexts, { 'next()': own, 'return()': own, 'onOutcome': own }, `the contexts that the input and the callback of ${verb} saw, called in the context "caller" and read in another`)
  }
})

export const contexts: readonly Rule[] = [told, setups, inTasks, inCallbacks]
