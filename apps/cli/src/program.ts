// The commands of `parmap`, and what becomes of a wrong call. Knows names and flags; the work is done by modules that
// are loaded when a command runs.

import { Command, CommanderError } from 'commander'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { addBenchOptions, benchRequest } from './bench-options.ts'
import { addExecOptions, execRequest } from './exec-options.ts'
import type { Shell } from './completion.ts'
import { BENCH_HELP, BENCH_SHORT_HELP, COMPLETION_HELP, DOCTOR_HELP, EXEC_HELP, EXEC_SHORT_HELP, LOG_HELP, MAP_HELP, MAP_SHORT_HELP } from './help-texts.ts'
import type { InputRequest } from './options/input-options.ts'
import { addLogOptions, logRequest } from './log-options.ts'
import { addMapOptions, mapRequest, type MapRequest } from './map-options.ts'
import { print, version } from './printed.ts'

const ITEMS_FOLLOW = ':::'
const COMMAND_FOLLOWS = '--'

/** Runs one call of `parmap`. Resolves to the exit code, unless the command ends the process itself. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  const { own, items, words } = parted(args)
  try {
    let exitCode: ExitCode = EXIT.ok
    const parmap = program({ items, words }, (code) => { exitCode = code })
    if (own.length === 0 && items !== undefined) parmap.error(`error: missing command and module before ':::', as in parmap map <module> ::: ${items[0] ?? 'a'}`)
    await parmap.parseAsync(own, { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  }
}

/** What stands in a call beside its own flags. */
interface Given {
  /** What stands after `:::`. */
  readonly items: readonly string[] | undefined
  /** The command that stands after `--`. */
  readonly words: readonly string[] | undefined
}

/** Takes a call apart: what follows `--` belongs to a command, what follows `:::` are items, also where they look like flags. */
function parted(args: readonly string[]): Given & { readonly own: readonly string[] } {
  const dashes = args[0] === 'exec' ? args.indexOf(COMMAND_FOLLOWS) : -1
  const left = dashes === -1 ? args : args.slice(0, dashes)
  const colons = left.indexOf(ITEMS_FOLLOW)
  return {
    own: colons === -1 ? left : left.slice(0, colons),
    items: colons === -1 ? undefined : left.slice(colons + 1),
    words: dashes === -1 ? undefined : args.slice(dashes + 1),
  }
}

function program({ items, words }: Given, ends: (exitCode: ExitCode) => void): Command {
  const parmap = new Command('parmap')
    .description('One parallel map: a function of yours, or a command, over many items at once.')
    .version(version())
    .exitOverride()
    .configureHelp({ optionDescription: ({ description }) => description }) // which say what the default is
    .configureOutput({ writeOut: print, outputError: (text, write) => { write(helpful(text)) } })
    .showHelpAfterError(hint(''))
  const subcommand = (name: string): Command => parmap.command(name).showHelpAfterError(hint(`${name} `))
  addMapOptions(subcommand('map'))
    .description('Maps a function, the export of a file or package, over items. Results go to stdout.')
    .argument('<module>')
    .usage('[options] <module>[#export] [::: item…]')
    .allowExcessArguments() // refused with a better hint
    .addHelpText('after', MAP_HELP)
    .action(async (reference: string, _flags: unknown, command: Command) => {
      await map(mapRequest(command, reference, items))
    })
  addExecOptions(subcommand('exec'))
    .description('Runs a command for each item, and prints the output of each whole.')
    .usage('[options] [::: item…] -- <command> [argument|{}]…')
    .allowExcessArguments() // refused with a better hint
    .addHelpText('after', EXEC_HELP)
    .action(async (_flags: unknown, command: Command) => {
      const request = execRequest(command, words, items)
      refuseTerminal(request, EXEC_SHORT_HELP)
      const { execCommand } = await import('./exec-command.ts')
      await execCommand(request)
    })
  addLogOptions(subcommand('log'))
    .description('Shows the items of a journal, to read or to run again.')
    .argument('<journal>')
    .addHelpText('after', LOG_HELP)
    .action(async (path: string, _flags: unknown, command: Command) => {
      refuseItems(command, items)
      const { logCommand } = await import('./log-command.ts')
      ends(await logCommand(logRequest(command, path)))
    })
  addBenchOptions(subcommand('bench'))
    .description('Measures in which way a task of yours runs best, and says why.')
    .argument('<module>')
    .usage('[options] <module>[#export] [::: item…]')
    .allowExcessArguments() // refused with a better hint
    .addHelpText('after', BENCH_HELP)
    .action(async (reference: string, _flags: unknown, command: Command) => {
      const request = benchRequest(command, reference, items)
      refuseTerminal(request, BENCH_SHORT_HELP)
      const { benchCommand } = await import('./bench-command.ts')
      await benchCommand(request)
    })
  subcommand('doctor')
    .description('Shows what there is to work with, and tries it.')
    .addHelpText('after', DOCTOR_HELP)
    .action(async (_flags: unknown, command: Command) => {
      refuseItems(command, items)
      const { doctorCommand } = await import('./doctor-command.ts')
      ends(await doctorCommand())
    })
  subcommand('completion')
    .description('Prints a script for the completion of a shell.')
    .addArgument(parmap.createArgument('<shell>', 'bash, zsh or fish').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', COMPLETION_HELP)
    .action(async (shell: Shell, _flags: unknown, command: Command) => {
      refuseItems(command, items)
      const { completionScript } = await import('./completion.ts')
      print(completionScript(shell, parmap))
    })
  return parmap
}

/** Where the flags of a command are told, once one of them was wrong. */
function hint(name: string): string { return `(\`parmap ${name}--help\` shows what there is)` }

function refuseItems(command: Command, items: Given['items']): void {
  if (items !== undefined) command.error(`error: parmap ${command.name()} takes no items, and so no ':::'`)
}

/** Commander's own words, and what it cannot know: what is no command may be a module. */
function helpful(text: string): string {
  const said = text.replace(/^error: /u, 'parmap: ')
  const [, name] = /^parmap: unknown command '(.+)'\n$/u.exec(said) ?? []
  return name === undefined ? said : `${said}(Did you mean parmap map ${name}?)\n`
}

/** Nobody types items: whoever gives none is to be told how. */
function refuseTerminal({ isStdinImplied }: InputRequest, help: string): void {
  if (!isStdinImplied || !process.stdin.isTTY) return
  process.stderr.write(help)
  throw new CommanderError(EXIT.usage, 'parmap.noItems', 'no items')
}

async function map(request: MapRequest): Promise<void> {
  refuseTerminal(request, MAP_SHORT_HELP)
  const { mapCommand } = await import('./map-command.ts')
  await mapCommand(request)
}
