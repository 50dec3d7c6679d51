// What is inferred beyond the contract: where the compiler gets little to go by.

import { asyncExecutor, skip } from '@parmap/async'

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

void [untyped, typed, single, some, awaited]
