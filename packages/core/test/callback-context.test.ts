// Outcomes that come from elsewhere, as messages of workers do, meet the callbacks of a run in the context of its caller.

import { AsyncLocalStorage } from 'node:async_hooks'
import { createExecutor, type Functions } from '@parmap/core'
import { virtualClock } from '@parmap/core/testing'
import { expect, test } from 'vitest'
import { CRASH, ManualBackend } from './support/manual-backend.ts'
import { rejection } from './support/outcome-of.ts'
import { turns } from './support/turns.ts'
import { WatchedInput } from './support/watched-input.ts'

const storage = new AsyncLocalStorage<string>()
const here = (): string => storage.getStore() ?? 'none'
const task = (item: unknown): unknown => item

test('onOutcome, whatever the outcome', async () => {
  const backend = new ManualBackend({ concurrency: 5 })
  const executor = createExecutor<Functions>(backend)
  const seen: string[] = []
  const done = storage.run('caller', () => executor.map(task, [0, 1, 2, 3, 4], { errors: 'settle', timeout: 10, onOutcome: () => { seen.push(here()) } }))
  await backend.batch(4)
  storage.run('worker', () => {
    const [a, b, c, d, e] = backend.sent.map(({ sink }) => sink)
    a!.fulfilled(0, 'value', 1)
    b!.rejected(1, new Error('no'), 1)
    c!.timedOut(2, 10)
    d!.lost(3, true, CRASH)
    e!.unserializable(4, '.x', new Error('no'))
    c!.stopped(2)
  })
  await done
  expect(seen).toEqual(['caller', 'caller', 'caller', 'caller', 'caller'])
})

test('retryIf, delay and onProgress, and the next() and return() of the input', async () => {
  const backend = new ManualBackend({ concurrency: 1 })
  const clock = virtualClock()
  const executor = createExecutor<Functions>(backend, { clock })
  const seen = new Map<string, Set<string>>()
  const note = (what: string): void => { seen.set(what, (seen.get(what) ?? new Set()).add(here())) }
  const input = new WatchedInput(Infinity, { onNext: () => { note('next') }, onReturn: () => { note('return') } })
  const done = rejection(storage.run('caller', () => executor.forEach(task, input, {
    onProgress: () => { note('onProgress') },
    retries: { limit: 1, retryIf: () => { note('retryIf'); return true }, delay: () => { note('delay'); return 5 } },
  })))
  const first = await backend.batch(0)
  storage.run('worker', () => { first.sink.rejected(0, new Error('again'), 1) })
  const second = await backend.batch(1)
  storage.run('worker', () => { second.sink.fulfilled(1, 'value', 1) })
  await storage.run('timer', () => clock.advance(200))
  const third = await backend.batch(2)
  storage.run('worker', () => { third.sink.unusable(new Error('gone')) })
  await done
  await turns()
  expect(Object.fromEntries([...seen].map(([what, contexts]) => [what, [...contexts]]))).toEqual({
    next: ['caller'], return: ['caller'], onProgress: ['caller'], retryIf: ['caller'], delay: ['caller'],
  })
})
