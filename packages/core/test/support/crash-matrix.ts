// What becomes of an item when its worker crashes, by how and where. docs/crashes.md shows the same tables; a test
// compares the two.

/** Where in the life of an item. */
export const WHERE = ['loading', 'setup', 'running', 'getter', 'afterwards'] as const
export type Where = (typeof WHERE)[number]

/** How. Each is a key of the ways in fixtures/crashing.mjs. */
export type How = 'throw' | 'exit(0)' | 'exit(3)' | 'SIGKILL' | 'out of memory' | 'endless loop'

/** The outcome as `tell` of cell-outcome.ts says it. */
export type Row = Readonly<Record<Where, string>>

const lost = (end: string): Row => ({
  loading: `ends the run: PARMAP_WORKER_LOST, ${end}`,
  setup: `ends the run: PARMAP_WORKER_LOST, ${end}`,
  running: `PARMAP_WORKER_LOST, ${end}, started`,
  getter: `PARMAP_WORKER_LOST, ${end}, started`,
  afterwards: 'nothing lost',
})

const THROW: Row = {
  loading: 'ends the run: PARMAP_TASK_LOAD_FAILED',
  setup: 'ends the run: PARMAP_SETUP_FAILED',
  running: 'PARMAP_TASK_FAILED',
  getter: 'PARMAP_UNSERIALIZABLE at field',
  afterwards: 'nothing lost',
}

const endless = (end: string): Row => ({ ...lost(end), running: 'PARMAP_TIMEOUT', getter: 'PARMAP_TIMEOUT' })

const EXITS = { 'throw': THROW, 'exit(0)': lost('exit code 0'), 'exit(3)': lost('exit code 3') }

export const THREADS: Readonly<Record<Exclude<How, 'SIGKILL'>, Row>> = {
  ...EXITS,
  'out of memory': lost('exit code 1, ran out of memory'),
  'endless loop': endless('exit code 1'),
}

export const PROCESSES: Readonly<Record<How, Row>> = {
  ...EXITS,
  'SIGKILL': lost('SIGKILL'),
  'out of memory': lost('SIGABRT, ran out of memory'),
  'endless loop': endless('SIGTERM'),
}

const THROWN = /^crashed on purpose$/u
const NOTHING = /^$/u

const CAUSES: Readonly<Record<How, RegExp>> = {
  'throw': THROWN,
  'exit(0)': NOTHING,
  'exit(3)': NOTHING,
  'SIGKILL': NOTHING,
  'out of memory': /memory|^$/u,
  'endless loop': /had not begun an item within its startTimeout|ran longer than its timeout/u,
}

/** What the message of the failure's `cause` says, for an outcome. */
export function causeOf(how: How, told: string): RegExp { return told === 'nothing lost' ? NOTHING : CAUSES[how] }
