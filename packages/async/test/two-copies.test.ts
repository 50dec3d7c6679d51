// Two copies of core in one program, as package managers sometimes install them, understand each other.

import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as core from '@parmap/core'
import { asyncExecutor, map } from '@parmap/async'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rejection } from '../../core/test/support/outcome-of.ts'

let folder: string
let other: typeof core

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parmap-copy-'))
  await cp(fileURLToPath(new URL('../../core/dist/', import.meta.url)), join(folder, 'dist'), { recursive: true })
  other = (await import(/* @vite-ignore */ pathToFileURL(join(folder, 'dist', 'index.js')).href)) as typeof core
})

afterAll(() => rm(folder, { recursive: true }))

test('they are two: neither has the classes of the other', () => {
  expect(other.ParmapError).not.toBe(core.ParmapError)
})

test('skip of one skips in the other', async () => {
  expect(await map((n: number) => (n === 2 ? other.skip : n), [1, 2, 3])).toEqual([1, 3])
})

test('a value moved by one is unwrapped by the other, as item and as result', async () => {
  const value = { n: 1 }
  expect((await map((item) => item, [other.move(value)]))[0]).toBe(value)
  expect((await map(() => other.move(value), [1]))[0]).toBe(value)
})

test('a task defined by one runs in the other, with its state and its data', async () => {
  const plain = other.defineTask(import.meta.url, 'plain', (n: number) => n + 1)
  const stateful = other.defineTask(import.meta.url, 'stateful', (n: number, { state }) => n + state, { setup: () => 10 })
  const withData = other.defineTask(import.meta.url, 'withData', (n: number, { state }) => n + state, { setup: (data: number) => data })
  expect(await map(plain, [1])).toEqual([2])
  expect(await map(stateful, [1])).toEqual([11])
  expect(await map(withData.with(100), [1])).toEqual([101])
})

test('errors of one are recognised by their code in the other', async () => {
  const task = other.importTask('file:///no/such/module.mjs')
  expect(await rejection(asyncExecutor().map(task, [1]))).toMatchObject({ name: 'ParmapError', code: 'PARMAP_TASK_LOAD_FAILED' })
})
