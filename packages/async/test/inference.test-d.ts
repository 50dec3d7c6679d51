// What is inferred beyond the contract: where the compiler gets little to go by.

import { asyncExecutor, defineTask, skip, type Executor, type Skip, type Task } from '@parmap/async'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const sure = <T extends true>(): T | undefined => undefined

const local = asyncExecutor()

const untyped = local.map(() => new Promise((resolve) => { resolve(1) }), [1])
sure<Same<typeof untyped, Promise<unknown[]>>>()
const typed = local.map((n: number) => new Promise<string>((resolve) => { resolve(String(n)) }), [1])
sure<Same<typeof typed, Promise<string[]>>>()
const single = local.submit(() => new Promise((resolve) => { resolve(1) }), 1)
sure<Same<typeof single, Promise<unknown>>>()
const some = local.map((n) => (n > 0 ? Promise.resolve(n) : skip), [1])
sure<Same<typeof some, Promise<number[]>>>()
const awaited = local.map(async (n) => (n > 0 ? n : skip), [1])
sure<Same<typeof awaited, Promise<number[]>>>()

// submit resolves to `skip` where the task gives it.
const odd = (n: number): number | Skip => (n % 2 ? n : skip)
const oneOdd = local.submit(odd, 1)
sure<Same<typeof oneOdd, Promise<number | Skip>>>()
const inferredOdd = local.submit((n) => (n % 2 ? n : skip), 1)
sure<Same<typeof inferredOdd, Promise<number | Skip>>>()
const awaitedOdd = local.submit(async (n: number): Promise<number | Skip> => odd(n), 1)
sure<Same<typeof awaitedOdd, Promise<number | Skip>>>()
const laterOdd = local.submit(async (n) => (n % 2 ? n : skip), 1)
sure<Same<typeof laterOdd, Promise<number | Skip>>>()
const mixedOdd = local.submit((n) => (n > 1 ? Promise.resolve('a') : skip), 1)
sure<Same<typeof mixedOdd, Promise<string | Skip>>>()
const mixed = local.submit((n) => (n > 1 ? Promise.resolve('a') : 'b'), 1)
sure<Same<typeof mixed, Promise<string>>>()
const literal = local.submit((n): 'a' | 'b' => (n > 1 ? 'a' : 'b'), 1)
sure<Same<typeof literal, Promise<'a' | 'b'>>>()
const widened = local.submit((n) => n + 1, 1)
sure<Same<typeof widened, Promise<number>>>()
const oddTask = defineTask(import.meta.url, 'oddTask', odd)
const byReference = local.submit(oddTask, 1)
sure<Same<typeof byReference, Promise<number | Skip>>>()
const anywhere = async (executor: Executor, task: Task<string, number>): Promise<number> => executor.submit(task, 'a')

void [untyped, typed, single, some, awaited, oneOdd, inferredOdd, awaitedOdd, laterOdd, mixedOdd, mixed, literal, widened, byReference, anywhere(local, defineTask(import.meta.url, 'length', (text: string) => text.length))]
