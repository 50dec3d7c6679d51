// The backend of docs/writing-a-backend.md, as its page has it: real threads for the rules that need them.

import type { Backend } from '@parmap/core'
import { PAGE_FOLDER } from './page-folder.ts'

interface PoolOptions {
  readonly workers: number
  readonly slots: number
  /** Milliseconds; default 1,000. */
  readonly killGrace?: number
  /** Of each thread; default 256. */
  readonly memoryMb?: number
}

interface PageModule {
  readonly ThreadBackend: new (options: PoolOptions) => Backend
}

const { ThreadBackend } = (await import(new URL('backend.js', PAGE_FOLDER).href)) as PageModule

/** Threads with so little memory that it is soon full. */
export class Threads extends ThreadBackend {
  constructor(options: PoolOptions) { super({ memoryMb: 32, ...options }) }
}
