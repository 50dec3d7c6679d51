// What Python has to offer: asks run.py once. Where there is no python3, the rows are still there and say so.

import { readdirSync } from 'node:fs'
import { execa } from 'execa'
import type { ContenderFacts, WayName } from './contender.ts'
import { PYTHON_MAIN, ROOT } from './discover.ts'

/** The calls by which it maps, one for each way that it offers. */
type Calls = Readonly<Partial<Record<WayName, string>>>

/** A contender as run.py describes it: its facts and calls, or what is missing (`calls` absent: nobody could ask). */
export type PythonContender =
  | { readonly missing: string; readonly calls?: Calls }
  | (Omit<ContenderFacts, 'role'> & { readonly calls: Calls; readonly version: string | null })

/** What run.py describes. */
export interface Python {
  /** Absent where there is no interpreter. */
  readonly version: string | undefined
  /** The workloads that Python can run, too. */
  readonly workloads: readonly string[]
  readonly contenders: Readonly<Record<string, PythonContender>>
}

/** Asks an interpreter what it has. Never throws for a missing interpreter. */
export async function describePython(interpreter: string): Promise<Python> {
  const answer = await execa(interpreter, ['-B', PYTHON_MAIN, 'describe'], { reject: false })
  if (!answer.failed) return JSON.parse(answer.stdout) as Python
  const missing = answer.code === 'ENOENT' ? `there is no ${interpreter}` : `${interpreter} does not run`
  return {
    version: undefined,
    workloads: namesIn('workloads'),
    contenders: Object.fromEntries(namesIn('contenders').map((name) => [name, { missing }])),
  }
}

function namesIn(folder: string): string[] {
  return readdirSync(new URL(`python/${folder}/`, ROOT)).filter((file) => file.endsWith('.py')).map((file) => file.slice(0, -3))
}
