// `parmap doctor`: what there is to work with, line by line as it is found out.

import { tryBackend } from './backend-trial.ts'
import { BACKENDS } from './backends.ts'
import { defaultsInForce } from './defaults.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { machineFacts } from './machine.ts'
import { print, version } from './printed.ts'

const NAME_WIDTH = 11

/** Prints the findings; resolves to the exit code. */
export async function doctorCommand(): Promise<ExitCode> {
  const tell = (name: string, text: string): void => { print(`${name.padEnd(NAME_WIDTH)}${text}\n`) }
  tell('parmap', version())
  for (const [name, text] of machineFacts()) tell(name, text)
  let exitCode: ExitCode = EXIT.ok
  for (const backend of BACKENDS) { // one after the other: the times of one are not those of another
    const { works, text } = await tryBackend(backend)
    if (!works) exitCode = EXIT.cannotRun
    tell(backend, text)
  }
  for (const { name, text, isValid } of defaultsInForce()) {
    if (!isValid && exitCode === EXIT.ok) exitCode = EXIT.usage // as that of every call that it would hold for
    tell(name, text)
  }
  return exitCode
}
