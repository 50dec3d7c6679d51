// The flags that say how a run is held, whatever it does with its items.

import { Option, type Command } from 'commander'
import { HALT_RULE, parseHalt, type HaltPolicy } from '../run/halt-policy.ts'
import { parseRate, RATE_RULE } from '../run/rate.ts'
import { parseRetryKinds, RETRY_KINDS, type RetryKind } from '../run/retry-kind.ts'
import { count, duration, jobs, ruled, type Jobs } from './values.ts'

/** What they come to. */
export interface RunFlags {
  readonly jobs: Jobs | undefined
  readonly timeout: number | undefined
  readonly deadline: number | undefined
  readonly grace: number
  readonly killAfter: number
  readonly retries: number
  readonly retryOn: ReadonlySet<RetryKind>
  readonly halt: HaltPolicy | 'never'
  readonly rate: number | undefined
  /** Only tells what would be run. */
  readonly dryRun: boolean
}

const [GRACE_MS, KILL_AFTER_MS] = [10_000, 5_000]

const NEVER = 'never'
const haltPolicy = (text: string): HaltPolicy | typeof NEVER => (text === NEVER ? NEVER : ruled(parseHalt, HALT_RULE)(text))

/** Declares them. @param jobsDefault what holds without `-j`, in words */
export function addRunOptions(command: Command, jobsDefault: string): Command {
  return command
    .optionsGroup('Run:')
    .addOption(new Option('-j, --jobs <n>', `items at once, or N% of cores (default: ${jobsDefault})`).argParser(jobs).env('PARMAP_JOBS'))
    .addOption(new Option('--timeout <duration>', 'of an attempt: 500ms, 30s, 2m, 1h').argParser(duration))
    .addOption(new Option('--kill-after <duration>', 'until what is to end is killed (default: 5s)').argParser(duration).default(KILL_AFTER_MS, '5s'))
    .addOption(new Option('--retries <n>', 'extra attempts for what fails (default: 0)').argParser(count(0)).default(0))
    .addOption(new Option('--retry-on <kinds>', 'of exit,signal,timeout,crash (default: all)').argParser(ruled(parseRetryKinds, `a list of ${RETRY_KINDS.join(', ')}`)).default(new Set(RETRY_KINDS), 'all'))
    .addOption(new Option('--halt <policy>', 'never, or soon|now,fail|success|done=N|N%').argParser(haltPolicy).default(NEVER, NEVER))
    .addOption(new Option('--deadline <duration>', 'of the whole run; then as with a signal').argParser(duration))
    .addOption(new Option('--grace <duration>', 'of what runs, after a signal (default: 10s)').argParser(duration).default(GRACE_MS, '10s'))
    .addOption(new Option('--dry-run', 'print what would run, and run nothing').default(false))
    .addOption(new Option('--rate <n/s>', 'items that begin: 50/s, 100/m, 1000/h at most').argParser(ruled(parseRate, RATE_RULE)))
}

const WRITING = { output: '-o, --output <file>', journal: '--journal <file>', errorsTo: '--errors-to <file>', envelope: '--envelope' } as const

/** What they come to. @throws through `command.error` where flags contradict each other */
export function runRequest(command: Command): RunFlags {
  const { jobs: atOnce, timeout, deadline, grace, killAfter, retries, retryOn, halt, rate, dryRun } = command.opts<RunFlags>()
  refuseDry(command, dryRun)
  return { jobs: atOnce, timeout, deadline, grace, killAfter, retries, retryOn, halt, rate, dryRun }
}

/** Where nothing runs there is nothing to write. */
function refuseDry(command: Command, isDry: boolean): void {
  const flags = command.opts<Partial<Record<keyof typeof WRITING, unknown>>>()
  for (const [name, flag] of Object.entries(WRITING)) if (isDry && flags[name as keyof typeof WRITING] !== undefined) command.error(`error: option '--dry-run' cannot be used with '${flag}': nothing runs that could be written there.`)
}
