// The commands of `parmap`, and what becomes of a wrong call. Knows names and flags; the work is done by modules that
// are loaded when a command runs.

import { Command, CommanderError } from 'commander'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { addLogOptions, logRequest } from './log-options.ts'
import { addMapOptions, mapRequest, type MapRequest } from './map-options.ts'
import { print, version } from './printed.ts'

const ITEMS_FOLLOW = ':::'

const EXAMPLES = `
Items stand on stdin, in files (-i) or after :::
Threads run work that computes and work that waits; processes survive crashes;
async runs all items in one thread, with one state for all.
JSON integers beyond 2^53 lose digits: send them as strings.

Exit status: 0 all went well, 1 an item failed, 2 wrong usage, 3 input or output
cannot be read or written, 4 the task cannot be loaded, 141 nobody reads the output;
a signal ends parmap as a signal.

Examples:
  cat orders.ndjson | parmap map ./price.mjs > priced.ndjson
  parmap map ./fetch.mjs#title --from lines -i urls.txt -j 20 --timeout 30s --retries 2
  parmap map ./size.mjs -b processes --workers 4 ::: *.jpg
`

const LOG_HELP = `
Exit status: 0, 2 wrong usage, 3 cannot be read, 6 no journal, 141 closed pipe.

Examples:
  parmap log run.ndjson --failed
  parmap log run.ndjson --slowest 10
  parmap log run.ndjson --failed --items | parmap map ./price.mjs
`

const DOCTOR_HELP = `
Exit status: 0 every backend works, 2 wrong usage, 4 one does not.

Example:
  parmap doctor
`

const SHORT_HELP = `Usage: parmap map <module>[#export] [options] [::: item…]
There are no items: give them on stdin, in files (-i FILE) or after ":::".
Run \`parmap map --help\` for all options and examples.
`

/** Runs one call of `parmap`. Resolves to the exit code, unless the command ends the process itself. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  const split = args.indexOf(ITEMS_FOLLOW) // what follows are items, also where they look like flags
  const items = split === -1 ? undefined : args.slice(split + 1)
  try {
    let exitCode: ExitCode = EXIT.ok
    const parmap = program(items, (code) => { exitCode = code })
    if (split === 0) parmap.error(`error: missing command and module before ':::', as in parmap map <module> ::: ${args[1] ?? 'a'}`)
    await parmap.parseAsync(split === -1 ? args : args.slice(0, split), { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  }
}

function program(items: readonly string[] | undefined, ends: (exitCode: ExitCode) => void): Command {
  const parmap = new Command('parmap')
    .description('One parallel map: runs a function of yours over many items at once.')
    .version(version())
    .exitOverride()
    .configureOutput({ writeOut: print, outputError: (text, write) => { write(helpful(text)) } })
    .showHelpAfterError('(`parmap map --help` shows what there is)')
  addMapOptions(parmap.command('map'))
    .description('Maps an exported function over items; the results go to stdout, everything else to stderr.')
    .argument('<module>', 'file, file: URL or package that exports the function, with #export unless it is the default')
    .usage('[options] <module>[#export] [::: item…]')
    .allowExcessArguments() // refused with a better hint
    .addHelpText('after', EXAMPLES)
    .action(async (reference: string, _flags: unknown, command: Command) => {
      await map(mapRequest(command, reference, items))
    })
  addLogOptions(parmap.command('log'))
    .description('Shows what a journal holds: the items of a run, or those that failed, to read or to run again.')
    .argument('<journal>', 'the file that --journal named')
    .addHelpText('after', LOG_HELP)
    .action(async (path: string, _flags: unknown, command: Command) => {
      if (items !== undefined) command.error("error: parmap log takes no items, and so no ':::'")
      const { logCommand } = await import('./log-command.ts')
      ends(await logCommand(logRequest(command, path)))
    })
  parmap.command('doctor')
    .description('Shows what parmap has to work with, and tries every backend once.')
    .addHelpText('after', DOCTOR_HELP)
    .action(async (_flags: unknown, command: Command) => {
      if (items !== undefined) command.error("error: parmap doctor takes no items, and so no ':::'")
      const { doctorCommand } = await import('./doctor-command.ts')
      ends(await doctorCommand())
    })
  return parmap
}

/** Commander's own words, and what it cannot know: what is no command may be a module. */
function helpful(text: string): string {
  const said = text.replace(/^error: /u, 'parmap: ')
  const [, name] = /^parmap: unknown command '(.+)'\n$/u.exec(said) ?? []
  return name === undefined ? said : `${said}(Did you mean parmap map ${name}?)\n`
}

async function map(request: MapRequest): Promise<void> {
  if (request.isStdinImplied && process.stdin.isTTY) {
    process.stderr.write(SHORT_HELP)
    throw new CommanderError(EXIT.usage, 'parmap.noItems', 'no items')
  }
  const { mapCommand } = await import('./map-command.ts')
  await mapCommand(request)
}
