// Runs the commands that the examples show at their top, and compares what they print with what is written there.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bin, root } from '../scripts/workspace.mjs'
import { runProgram } from './run-program.ts'

const PROGRAMS: Readonly<Record<string, readonly string[]>> = { node: [], parmap: [bin] }

interface Shown {
  readonly command: string
  readonly output: string
}

/** The commands in an example's opening comment, each with the lines below it. */
function shownIn(source: string): readonly Shown[] {
  const comment = source.slice(0, source.search(/^(?!\/\/)/m))
  const lines = comment.split('\n').filter((line) => line.startsWith('//   ')).map((line) => line.slice('//   '.length))
  const blocks = lines.join('\n').split(/^\$ /m).slice(1)
  return blocks.map((block) => {
    const [command = '', ...output] = block.trimEnd().split('\n')
    return { command, output: output.map((line) => `${line}\n`).join('') }
  })
}

const examples = readdirSync(join(root, 'examples')).map((name) => ({ name, shown: shownIn(readFileSync(join(root, 'examples', name), 'utf8')) }))

for (const { name, shown } of examples) describe(`examples/${name}`, () => {
  test('shows at least one command', () => {
    expect(shown.length).toBeGreaterThan(0)
  })

  for (const { command, output } of shown) {
    test(`\`${command}\` prints what it says`, async () => {
      const [program = '', ...args] = command.split(' ')
      expect(Object.keys(PROGRAMS)).toContain(program)
      expect(await runProgram(process.execPath, [...(PROGRAMS[program] ?? []), ...args], { cwd: root })).toBe(output)
    })
  }
})
