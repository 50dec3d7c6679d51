// Callbacks that give a promise where none is asked for: its rejection is never lost and never unhandled.

import { createExecutor, type Executor, type Functions, type Retries } from '@parmap/core'
import { describe, expect, test, vi } from 'vitest'
import { LocalBackend } from './support/local-backend.ts'
import { rejection } from './support/outcome-of.ts'
import { turns } from './support/turns.ts'

const executor = (): Executor<Functions> => createExecutor<Functions>(new LocalBackend())
const failing = (): never => { throw new Error('in the task') }

describe.each(['retryIf', 'delay'] as const)('a %s that gives a promise', (name) => {
  const given = (promise: () => Promise<unknown>): Retries => ({ limit: 2, [name]: promise })

  test.each(['stop', 'collect', 'settle'] as const)('ends the run with a TypeError that names it, under %s', async (errors) => {
    const error = await rejection(executor().map(failing, [1, 2], { errors, retries: given(async () => false) }))
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toMatchObject({ message: expect.stringMatching(new RegExp(`\`retries\\.${name}\` .*, got an object \\(Promise\\)$`, 'u')) })
  })

  test('leaves no rejection unhandled', async () => {
    const unhandled = vi.fn<() => void>()
    process.on('unhandledRejection', unhandled)
    await rejection(executor().submit(failing, 1, { retries: given(async () => { throw new Error('in the callback') }) }))
    await turns()
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })
})

describe.each(['onOutcome', 'onProgress'] as const)('an %s that gives a promise', (name) => {
  const given = (callback: () => Promise<void>): object => ({ [name]: callback })

  test('is not waited for', async () => {
    const never = new Promise<void>(() => {})
    expect(await executor().map((n) => n, [1, 2], given(() => never))).toEqual([1, 2])
  })

  test('ends the run with its rejection', async () => {
    const cause = new Error('in the callback')
    const never = (): Promise<never> => new Promise(() => {})
    const done = executor().map((n: number) => (n === 1 ? n : never()), [1, 2], given(async () => { throw cause }))
    expect(await rejection(done)).toBe(cause)
  })

  test('changes nothing when it is rejected after the run, and leaves no rejection unhandled', async () => {
    const unhandled = vi.fn<() => void>()
    process.on('unhandledRejection', unhandled)
    const late = async (): Promise<never> => { await turns(3); throw new Error('too late') }
    expect(await executor().map((n) => n, [1, 2], given(late))).toEqual([1, 2])
    await turns(6)
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })
})
