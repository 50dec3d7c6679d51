// What a contender is that is a whole command, not a call: what is asked of it, and the program that it answers with. A
// command runs as a process tree of its own and is measured from outside, whatever it is written in. Knows no workload.

/** A program with its arguments, and how it is started. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  /** A file that it reads as its stdin. Default: nothing. */
  readonly stdin?: string
  /** Beside what the environment holds. */
  readonly env?: Readonly<Record<string, string>>
  /** Its lines are in any order. Default: in that of the items. */
  readonly isUnordered?: true
  /** What it prints, where that is not what was asked for: it does less, and is there to compare with. */
  readonly prints?: readonly string[]
}

/** Why a contender cannot do a job, in words; its row says so. */
export interface Refusal {
  readonly refused: string
}

/** A function over the lines of a file, to be printed with a line for each. */
export interface FilterJob {
  /** A path. */
  readonly input: string
  /** `lines` are text; of `ndjson` each is to be parsed for the function, and its result written as JSON. */
  readonly format: 'lines' | 'ndjson'
  /** URL of the module with the function; */
  readonly module: string
  /** its export, of one line or value. */
  readonly name: string
  /** The same in awk, which prints it. Absent: awk has no such thing. */
  readonly awk?: string
  readonly workers: number
  /** Lines in a batch, for whoever makes up batches by hand: as many as are best here; */
  readonly batchSize: number
  /** of so many bytes each, the line's end included. */
  readonly lineBytes: number
}

/** A command for each line of a file. */
export interface EachJob {
  /** A path. */
  readonly input: string
  /** `{}` in it stands for the line; where there is none, the line becomes the last argument. */
  readonly command: readonly [file: string, ...args: string[]]
  /** Commands at once. */
  readonly concurrency: number
}

/** The jobs of commands, by the name of the way. */
export interface CommandJobs {
  /** From its start to its end. */
  readonly filter: FilterJob
  /** From its start to its end. */
  readonly commands: EachJob
  /** From its start to its first output; where it prints nothing, to its end. */
  readonly start: FilterJob
}

/** The name of a way in which commands take part. */
export type CommandWayName = keyof CommandJobs

const NAMES: ReadonlySet<string> = new Set<CommandWayName>(['filter', 'commands', 'start'])

/** Whether whole commands take part in this way, and not calls. */
export function isOfCommands(way: string): way is CommandWayName {
  return NAMES.has(way)
}

/**
 * Says how a job is done. `program` is the file of the contender's own program, where it has named one.
 *
 * ```ts
 * export const contender: Contender = {
 *   role: 'peer',
 *   program: { name: 'xargs', files: ['xargs'], answer: /^xargs \(GNU findutils\) (\S+)/ },
 *   commands: {
 *     call: 'xargs -P -n 1',
 *     load: async () => ({ input, command, concurrency }, program) =>
 *       ({ file: program, args: ['-P', String(concurrency), '-n', '1', ...command], stdin: input, isUnordered: true }),
 *   },
 * }
 * ```
 */
export type ToCommand<J> = (job: J, program: string) => Command | Refusal

/** The ways in which commands take part, by name. */
export type CommandWays = { readonly [W in CommandWayName]: ToCommand<CommandJobs[W]> }
