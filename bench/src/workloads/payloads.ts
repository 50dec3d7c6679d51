// Payloads that are copied on their way to a worker and back. Python's side of it is python/workloads/payloads.py.

import { mark, PAYLOAD_CASES, preparePayloads, type PayloadCase } from '../payload-items.ts'
import { WORKERS } from '../workers.ts'
import type { Workload } from '../workload.ts'

export const task = mark

export const workload: Workload<PayloadCase> = {
  title: `payloads that are copied, ${WORKERS} workers`,
  way: 'pool',
  floor: 'piscina',
  cases: PAYLOAD_CASES,
  prepare: (case_) => preparePayloads(import.meta.url, case_),
}
