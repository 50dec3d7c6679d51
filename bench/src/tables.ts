// A run for the terminal: made from the document alone. Plain text, so that it can be piped.

import Table from 'cli-table3'
import { median } from 'simple-statistics'
import type { Comparison } from './comparison.ts'
import type { CaseReport, Document, Result, WorkloadReport } from './document.ts'
import type { Role } from './contender.ts'
import { duration, megabytes, nanosecondsEach, ratioText, share } from './format.ts'
import type { Metric } from './workload.ts'

/** The machine, the runtimes, and which version of whom. */
export function header({ environment: e, seed, results }: Document): string {
  const versions = new Map(results.flatMap(({ package: name, version }) => (name === undefined ? [] : [[name, version ?? 'missing'] as const])))
  return [
    `${e.cpu}, ${e.cores} cores${e.quota === undefined ? '' : ` (quota ${e.quota})`}, ${megabytes(e.memoryBytes)}, ${e.system}`,
    `Node ${e.node} (V8 ${e.v8}, ${e.nodeFlags.join(' ')}), Python ${e.python ?? 'missing'}; load ${e.load.map((n) => n.toFixed(2)).join(' ')}; seed ${seed}`,
    [...versions].map(([name, version]) => `${name} ${version}`).join(', '),
  ].join('\n')
}

/** A workload: a table of all that was measured, or a grid where it has several cases (`isDetailed`: a table for each). */
export function workloadText(document: Document, workload: WorkloadReport, isDetailed: boolean): string {
  const results = document.results.filter((result) => result.workload === workload.name)
  const tables = workload.cases.length === 1 || isDetailed
    ? workload.cases.map((case_) => `${case_.name}${case_.complete ? '' : ' (not complete)'}\n${detail(workload, case_, results)}`)
    : [grid(workload, results)]
  return [`\n${workload.title}`, ...tables, ...workload.cases.flatMap(budgetLines)].join('\n')
}

const GRID_NOTE = 'First line: median and its spread (MAD); second: ratio to the floor. Memory, and ours beside each peer: with --details, or in the JSON.'

/** Floors first, then ours: what a reader looks for. */
const ROLES: readonly Role[] = ['floor', 'ours', 'peer']

function detail({ floor }: WorkloadReport, { name, repetition, comparisons }: CaseReport, results: readonly Result[]): string {
  const rows = sorted(results.filter((result) => result.case === name))
  const ours = rows.filter(({ role }) => role === 'ours').map(({ contender }) => contender)
  const isRepeated = repetition !== null
  const first = isRepeated ? ['first', `÷ ${floor}`] : []
  const head = ['contender', 'call', ...first, isRepeated ? 'steady' : 'median', 'spread', 'ns/item', `÷ ${floor}`, ...ours.map((own) => `${own} ÷ it`), 'peak', 'rounds']
  const table = plainTable(head)
  for (const row of rows) {
    const { contender, call, median: middle, first_median: cold, times, memory_usage_byte: memory, parameters } = row
    if (middle === undefined || cold === undefined) table.push([label(row), call, { content: markOf(row), colSpan: head.length - 2 }])
    else {
      table.push([
        label(row), call, ...(isRepeated ? [duration(cold), ratioBetween(comparisons, contender, floor, 'firstSeconds')] : []),
        duration(middle), spread(row), nanosecondsEach(middle - parameters.idle, parameters.items),
        ratioBetween(comparisons, contender, floor), ...ours.map((own) => ratioBetween(comparisons, own, contender)),
        megabytes(median([...memory])), String(times.length),
      ])
    }
  }
  return table.toString()
}

function grid({ floor, cases }: WorkloadReport, results: readonly Result[]): string {
  const table = plainTable(['contender', ...cases.map(({ name }) => name)])
  const inOrder = results.toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role))
  for (const contender of new Set(inOrder.map((result) => result.contender))) {
    const ofContender = results.filter((result) => result.contender === contender)
    const cells = cases.map(({ name, comparisons }) => {
      const result = ofContender.find((one) => one.case === name)!
      if (result.median === undefined) return result.status
      const ratio = contender === floor ? 'the floor' : ratioBetween(comparisons, contender, floor)
      return `${duration(result.median)} ${spread(result)}\n${ratio}`
    })
    table.push([`${label(ofContender[0]!)}\n${ofContender[0]!.call}`, ...cells])
  }
  const marks = inOrder.filter(({ reason }) => reason !== undefined).map((result) => `${result.contender}, ${result.case}: ${markOf(result)}`)
  return [table.toString(), GRID_NOTE, ...marks].join('\n')
}

const WORDS: Readonly<Record<Metric, string>> = { seconds: 'time', firstSeconds: 'time of the first run', peakBytes: 'peak memory' }

function budgetLines({ name, budgets }: CaseReport): string[] {
  return budgets.map(({ of, to, metric, limit, against, ratio, verdict }) => {
    const other = to === undefined || to === against ? against : `${against} (${to})`
    const what = WORDS[metric]
    const found = ratio === undefined ? 'not measured' : `${ratioText(ratio)}, rounds: ${ratio.rounds}`
    return `${verdict.toUpperCase().padEnd(12)} ${name}: ${what} of ${of} ≤ ${limit} × ${other}: ${found}`
  })
}

function ratioBetween(comparisons: readonly Comparison[], of: string, to: string, metric: Metric = 'seconds'): string {
  const found = comparisons.find((comparison) => comparison.of === of && comparison.to === to && comparison.metric === metric)
  return found === undefined ? '' : ratioText(found.ratio)
}

/** One round has no spread. */
function spread({ mad, median: middle, times }: Result): string {
  return mad === undefined || middle === undefined || times.length < 2 ? '' : `± ${share(mad, middle)}`
}

function label({ contender, bounded }: Result): string {
  return bounded ? contender : `${contender} (no bound)`
}

/** Measured ones by time, then the marked. */
function sorted(results: readonly Result[]): Result[] {
  return results.toSorted((a, b) => (a.median ?? Infinity) - (b.median ?? Infinity))
}

function markOf({ status, reason }: Result): string {
  return reason === undefined ? status : `${status}: ${reason}`
}

function plainTable(head: string[]): InstanceType<typeof Table> {
  return new Table({ head, style: { head: [], border: [], compact: true }, wordWrap: true })
}
