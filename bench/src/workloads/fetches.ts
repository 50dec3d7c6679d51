// Fetches from a server on this machine, in a process of its own, that takes 1 to 50 ms for each: what most users of a
// parallel map wait for. The waiting is the server's; what is beyond it is the price of fetching, and of the map.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { increment, integers } from '../integers.ts'
import { seededRandom } from '../random.ts'
import { CONCURRENCY } from '../tiny-items.ts'
import { LEAST_ROUNDS } from '../verdict.ts'
import { QUICK, type Case, type Workload } from '../workload.ts'

const SERVER = fileURLToPath(new URL('../slow-server.js', import.meta.url))
const SEED = 1
const [LEAST_MS, MOST_MS] = [1, 50]

const fetches = (items: number): Case => ({
  name: `${items.toLocaleString('en')} fetches`,
  items,
  concurrency: CONCURRENCY,
  timesItems: true,
  when: 'always',
  deadline: 60,
  effort: { rounds: LEAST_ROUNDS, seconds: 3, leastRounds: 1 },
  repetition: { warmUpRuns: 1, warmUpSeconds: 1, steadyRuns: 2, steadySeconds: 2 },
  budgets: [],
})

/** Its address. It ends with this process, and does not hold it. */
async function startServer(): Promise<string> {
  const server = spawn(process.execPath, [SERVER], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [port] = (await once(server.stdout, 'data')) as [Buffer]
  server.unref()
  for (const stream of [server.stdin, server.stdout]) (stream as unknown as Socket).unref()
  return `http://127.0.0.1:${String(port).trim()}`
}

/** The number and the milliseconds are the path, the number plus one is the answer. */
async function answerOf(url: string): Promise<number> {
  const response = await fetch(url)
  return Number(await response.text())
}

export const workload: Workload = {
  title: `fetches that take ${LEAST_MS} to ${MOST_MS} ms, concurrency ${CONCURRENCY}`,
  way: 'map',
  floor: 'bare-lanes',
  cases: [fetches(4_000), { ...fetches(50), when: 'quick', effort: QUICK }],
  prepare: async ({ items }) => {
    const random = seededRandom(SEED)
    const address = await startServer()
    return {
      task: (url) => answerOf(url as string),
      items: integers(items).map((n) => `${address}/${n}/${LEAST_MS + Math.floor(random() * (MOST_MS - LEAST_MS + 1))}`),
      expected: () => integers(items).map(increment),
    }
  },
}
