// The same payloads where they are moved. Everybody makes a copy of each to move, as if it were new.

import { move } from '@parmap/core'
import { mark, PAYLOAD_CASES, preparePayloads, type PayloadCase } from '../payload-items.ts'
import { WORKERS } from '../workers.ts'
import type { Workload } from '../workload.ts'

export const task = mark

export const moved = (bytes: Uint8Array): Uint8Array => move(mark(bytes), [bytes.buffer])

export const workload: Workload<PayloadCase> = {
  title: `payloads that are moved, ${WORKERS} workers`,
  way: 'move',
  floor: 'piscina',
  cases: PAYLOAD_CASES,
  prepare: (case_) => preparePayloads(import.meta.url, case_),
}
