// Runs that were not measured but written down, so that every figure of their reports is known.

import type { Cell } from '../src/cell.ts'
import type { Contest } from '../src/contest.ts'
import { loadWorkloads } from '../src/discover.ts'
import type { RunFacts } from '../src/document.ts'
import type { Entrant } from '../src/entrant.ts'
import type { Measured, Sample } from '../src/sample.ts'
import type { Case } from '../src/workload.ts'

const workloads = await loadWorkloads()

/** Of a run of full size. */
export const facts: RunFacts = {
  quick: false,
  seed: 7,
  startedAt: '2025-01-01T00:00:00.000Z',
  leftOut: [],
  environment: {
    cpu: 'A Processor', cores: 2, quota: 1.5, memoryBytes: 4e9, system: 'Linux 6 x64',
    node: '20.19.0', v8: '11.3', nodeFlags: ['--expose-gc'], python: undefined, load: [0.5, 1, 2],
  },
}

/** A round that was measured. */
export function measured(seconds: number, more: Partial<Measured> = {}): Measured {
  return { status: 'measured', seconds, userSeconds: 0.5, systemSeconds: 0, firstSeconds: seconds, spentSeconds: seconds, peakBytes: 64e6, ...more }
}

/** A contender with what its rounds came to: seconds, or a whole sample. */
export function cell(name: string, known: Partial<Entrant>, ...samples: readonly (number | Sample)[]): Cell {
  const entrant: Entrant = { role: 'peer', name, call: `${name}()`, version: undefined, missing: undefined, command: () => [''], ...known }
  const taken = samples.map((sample, index) => ({
    round: index + 1,
    sample: typeof sample === 'number' ? measured(sample) : sample,
  }))
  return { entrant, taken }
}

/** A case of a workload that exists, held to its end. */
export function contestOf(workload: string, case_: Pick<Case, 'name' | 'items' | 'concurrency'> & Partial<Case>, cells: Cell[]): Contest {
  const effort = { rounds: 6, seconds: 1, leastRounds: 1 }
  const whole: Case = { when: 'always', deadline: 60, effort, budgets: [], ...case_ }
  return { workload: workloads.find(({ name }) => name === workload)!, case: whole, effort, cells, isComplete: true }
}
