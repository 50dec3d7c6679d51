// Real files, read and hashed: the JavaScript of effect as it is installed, some 570 files from 42 bytes to 3 MB, again and
// again. They are in the page cache after the first time, as the files of most programs are.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LEAST_ROUNDS } from '../verdict.ts'
import { QUICK, type Case, type Workload } from '../workload.ts'

const AT_ONCE = 16

const reads = (items: number): Case => ({
  name: `${items.toLocaleString('en')} reads`,
  items,
  concurrency: AT_ONCE,
  timesItems: true,
  when: 'always',
  deadline: 60,
  effort: { rounds: LEAST_ROUNDS, seconds: 3, leastRounds: 1 },
  repetition: { warmUpRuns: 2, warmUpSeconds: 2, steadyRuns: 3, steadySeconds: 1 },
  budgets: [],
})

function filesOfEffect(): string[] {
  const folder = dirname(fileURLToPath(import.meta.resolve('effect')))
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js')).toSorted().map((path) => join(folder, path))
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export const workload: Workload = {
  title: `files that are read and hashed, concurrency ${AT_ONCE}`,
  way: 'map',
  floor: 'bare-lanes',
  cases: [reads(2_000), { ...reads(50), when: 'quick', effort: QUICK }],
  prepare: ({ items }) => {
    const files = filesOfEffect()
    const paths = Array.from({ length: items }, (_, index) => files[index % files.length]!)
    return {
      task: async (path) => hashOf(await readFile(path as string)),
      items: paths,
      expected: () => {
        const hashes = new Map(files.map((path) => [path, hashOf(readFileSync(path))]))
        return paths.map((path) => hashes.get(path))
      },
    }
  },
}
