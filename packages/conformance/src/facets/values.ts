// Facet 10: values, errors and contexts cross unharmed.

import { move, type Settled, type TaskError } from '@parmap/core'
import { factsOf } from '../error-facts.ts'
import { thrownNames, thrownSample, type ThrownName } from '../error-samples.ts'
import { equal, holds } from '../expectations.ts'
import { range } from '../inputs.ts'
import { copying } from '../needs.ts'
import { rule, type Facet } from '../rule.ts'
import { carried } from '../samples.ts'
import type { Trial } from '../trial.ts'
import { contexts } from './contexts.ts'

const BYTES = 64

/** A value, or the failure that came in its place. */
function whatCame(record: Settled<unknown>): unknown { return record.status === 'fulfilled' ? record.value : record.reason }

/** What arrives where a task throws each of these: the causes of the failures. */
async function causes(trial: Trial, names: readonly ThrownName[]): Promise<readonly unknown[]> {
  const records = await trial.executor().map(trial.tasks.throwSample, names, { errors: 'settle', batchSize: 4 })
  return records.map((record) => {
    holds(record.status === 'rejected', 'the record of a task that threw', 'rejected', record)
    return (record as { readonly reason: TaskError }).reason.cause
  })
}

/** Throws unless each arrives with all that can be told of it. */
async function arrive(trial: Trial, names: readonly ThrownName[]): Promise<void> {
  for (const [place, cause] of (await causes(trial, names)).entries()) {
    const { name } = names[place]!
    equal(factsOf(cause), factsOf(thrownSample(names[place]!)), `what arrives where a task throws the sample called ${name}`)
  }
}

export const values: Facet = {
  title: '10 Values',
  rules: [
    rule('10.1', 'What capabilities.values promises comes back equal, undefined included.', async (trial) => {
      const { tasks, capabilities } = trial
      const executor = trial.executor()
      const samples = Object.entries(carried(capabilities.values))
      const isSame = capabilities.values === 'any'
      const given = samples.map(([, make]) => make())
      for (const batchSize of [1, samples.length]) {
        const back = await executor.map(tasks.echo, given, { batchSize, errors: 'settle' })
        for (const [place, [name, make]] of samples.entries()) {
          const seen = whatCame(back[place]!)
          equal(seen, isSame ? given[place] : make(), `the sample called ${name}, there and back`)
          holds(!isSame || Object.is(seen, given[place]), `the sample called ${name}, there and back`, 'the very same', seen)
        }
      }
      // A backend may write items of one kind otherwise than mixed ones.
      for (const [name, make] of samples) {
        const many = Array.from({ length: 20 }, make)
        const back = await executor.map(tasks.echo, many, { batchSize: 20, errors: 'settle' })
        equal(back.map(whatCame), many, `twenty of the sample called ${name}, there and back`)
      }
      const comparable = Object.entries(carried(isSame ? 'structured-clone' : capabilities.values))
      const made = await executor.map(tasks.giveSample, comparable.map(([name]) => name), { errors: 'settle' })
      for (const [place, [name, make]] of comparable.entries()) equal(whatCame(made[place]!), make(), `the sample called ${name}, made in a task`)
    }),

    rule('10.2', 'Errors cross with name, message, stack, code, own properties, cause chains and errors.', async (trial) => {
      await arrive(trial, thrownNames('ERRORS'))
    }),

    rule('10.3', 'DOMException and thrown values that are no errors cross as what they are.', async (trial) => {
      const tables = trial.capabilities.values === 'json' ? ['NO_ERRORS', 'DOM_EXCEPTIONS'] as const : ['NO_ERRORS', 'NO_ERRORS_CLONED', 'DOM_EXCEPTIONS'] as const
      await arrive(trial, tables.flatMap(thrownNames))
    }),

    rule('10.4', 'What cannot be copied in an error is replaced by a description.', async (trial) => {
      const names = thrownNames('HALF_COPYABLE')
      for (const [place, cause] of (await causes(trial, names)).entries()) {
        const what = `what arrives where a task throws an error that holds a ${names[place]!.name}`
        const error = cause as { readonly held?: unknown }
        holds(typeof error.held === 'string' && error.held !== '', what, 'a description as text in its place', cause)
        const whole = Object.assign(thrownSample(names[place]!) as object, { held: error.held })
        equal(factsOf(cause), factsOf(whole), what)
      }
    }, copying),

    rule('10.5', 'A moved item or result is transferred where the backend can, copied where it cannot.', async (trial) => {
      const { tasks, capabilities } = trial
      const executor = trial.executor({ workers: 1, slots: 1 })
      const plain = range(6).map((n) => ({ n }))
      equal(await executor.map(tasks.echo, plain.map((item) => move(item, []))), plain, 'moved items, given back')
      equal(await executor.map(tasks.moveItem, plain), plain, 'items, given back as moved results')

      const buffers = capabilities.values === 'json' ? [] : range(4).map(() => new Uint8Array(BYTES).fill(7).buffer)
      const left = capabilities.transfer ? 0 : BYTES
      const filled = buffers.map(() => new Uint8Array(BYTES).fill(7).buffer)
      equal(await executor.map(tasks.echo, buffers.map((buffer) => move(buffer))), filled, 'moved buffers, given back')
      equal(buffers.map(({ byteLength }) => byteLength), buffers.map(() => left), `what the caller has left of moved buffers, where capabilities.transfer is ${capabilities.transfer}`)
      equal(await executor.map(tasks.moveBuffer, buffers.map(() => BYTES)), filled, 'buffers as moved results')
      equal(await executor.map(tasks.bytesLeft, range(buffers.length)), buffers.map(() => left), `what the worker has left of a moved result, where capabilities.transfer is ${capabilities.transfer}`)
    }),

    ...contexts,
  ],
}
