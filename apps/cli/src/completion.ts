// Completion scripts for shells, made from the commands and flags as they are declared. Static: nothing runs when a key is
// pressed. (@bomb.sh/tab asks the program at each key, evaluates what has been typed so far, and knows no file names.)

import type { Command, Option } from 'commander'

/** A shell for which there is a script. */
export type Shell = 'bash' | 'zsh' | 'fish'

/** A flag, as shells want to know it. */
interface Flag {
  /** `-b`, `--backend`. */
  readonly names: readonly string[]
  readonly description: string
  readonly takesValue: boolean
  /** The values that it may have; none: any, or the name of a file. */
  readonly values: readonly string[]
}

interface Subcommand {
  readonly name: string
  readonly description: string
  readonly flags: readonly Flag[]
  /** What may stand in place of a file. */
  readonly words: readonly string[]
}

/** The script of a shell for a program. */
export function completionScript(shell: Shell, program: Command): string {
  const commands = program.commands.map(subcommandOf)
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](program.name(), commands)
}

function subcommandOf(command: Command): Subcommand {
  const flags = command.createHelp().visibleOptions(command).map(flagOf)
  return { name: command.name(), description: firstSentence(command.description()), flags, words: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []) }
}

function flagOf({ short, long, description, required, optional, argChoices }: Option): Flag {
  return { names: [short, long].filter((name) => name !== undefined), description, takesValue: required || optional, values: argChoices ?? [] }
}

function firstSentence(text: string): string { return text.split(/[.;:](?:\s|$)/u, 1)[0]! }

function bashScript(name: string, commands: readonly Subcommand[]): string {
  const choices = commands.flatMap((command) => command.flags.filter(({ takesValue }) => takesValue).map(({ names, values }) => {
    const cases = names.map((flag) => `'${command.name} ${flag}'`).join('|')
    return values.length === 0 ? `    ${cases}) return ;;` : `    ${cases}) COMPREPLY=($(compgen -W '${values.join(' ')}' -- "$word")); return ;;`
  }))
  const flags = commands.map((command) => `    ${command.name}) [[ $word == -* ]] && COMPREPLY=($(compgen -W '${longNames(command)}' -- "$word"))${command.words.length === 0 ? '' : ` || COMPREPLY=($(compgen -W '${command.words.join(' ')}' -- "$word"))`} ;;`)
  return `# bash completion for ${name}: source it, or put it into the folder of completions
_${name}() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} other
  COMPREPLY=()
  if (( COMP_CWORD == 1 )); then
    COMPREPLY=($(compgen -W '${commands.map((command) => command.name).join(' ')} --help --version' -- "$word"))
    return
  fi
  for other in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ $other == -- || $other == ::: ]]; then return; fi
  done
  case "$command $before" in
${choices.join('\n')}
  esac
  case "$command" in
${flags.join('\n')}
  esac
}
complete -o default -F _${name} ${name}
`
}

function longNames({ flags }: Subcommand): string { return flags.map(({ names }) => names.at(-1)!).join(' ') }

function zshScript(name: string, commands: readonly Subcommand[]): string {
  const specOf = ({ names, description, takesValue, values }: Flag): string => {
    const value = !takesValue ? '' : values.length === 0 ? ':value:_files' : `:value:(${values.join(' ')})`
    const text = `[${description.replaceAll(/[[\]:]/gu, (character) => `\\${character}`)}]${value}`
    // Flags may be repeated: -i is.
    return names.map((flag) => `      ${quoted(`*${flag}${text}`)}`).join(' \\\n')
  }
  const cases = commands.map((command) => {
    const rest = command.words.length === 0 ? '*::word:_files' : `*:word:(${command.words.join(' ')})`
    return `    ${command.name})\n      _arguments \\\n${[...command.flags.map(specOf), `      ${quoted(rest)}`].join(' \\\n')} ;;`
  })
  return `#compdef ${name}
# zsh completion for ${name}: put it as _${name} into a folder of $fpath
_${name}() {
  local -a commands
  commands=(
${commands.map((command) => `    ${quoted(`${command.name}:${command.description}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _${name} ${name}
`
}

function fishScript(name: string, commands: readonly Subcommand[]): string {
  const lines = commands.flatMap((command) => {
    const within = `complete -c ${name} -n '__fish_seen_subcommand_from ${command.name}'`
    return [
      `complete -c ${name} -n __fish_use_subcommand -f -a ${command.name} -d ${quoted(command.description)}`,
      ...command.flags.map(({ names, description, takesValue, values }) => {
        const named = names.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)).join(' ')
        const value = !takesValue ? '' : values.length === 0 ? ' -r' : ` -x -a ${quoted(values.join(' '))}`
        return `${within} ${named}${value} -d ${quoted(description)}`
      }),
      ...command.words.map((word) => `${within} -f -a ${word}`),
    ]
  })
  return `# fish completion for ${name}: save it as ~/.config/fish/completions/${name}.fish\n${lines.join('\n')}\n`
}

/** For any of these shells. */
function quoted(text: string): string { return `'${text.replaceAll("'", String.raw`'\''`)}'` }
