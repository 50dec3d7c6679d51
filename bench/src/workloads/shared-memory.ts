// The first of mpire's shapes once more, with its input in memory that threads share: no worker is sent a copy. For those
// whose workers are threads.

import type { Workload } from '../workload.ts'
import { workloadOf } from './shared-input.ts'

export const workload: Workload = {
  ...workloadOf('200 MB in shared memory', (bytes) => new Uint8Array(new SharedArrayBuffer(bytes))),
  isShared: true,
}
