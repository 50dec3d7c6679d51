// What shells complete, in the shells that are here.

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bash, parmap } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0
const WORDS = /[\w./:-]+/gu

/** What bash offers for the last of some words. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const typed = ['parmap', ...words].map((word) => `'${word}'`).join(' ')
  const { stdout, stderr } = await bash(`source <(parmap completion bash); COMP_WORDS=(${typed}); COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 )); _parmap; printf '%s\\n' "\${COMPREPLY[@]}"`)
  expect(stderr).toBe('')
  return stdout.match(WORDS) ?? []
}

describe.skipIf(!has('bash'))('bash', () => {
  test.each([
    [['m'], ['map']],
    [['e'], ['exec']],
    [['map', '--back'], ['--backend']],
    [['map', '-b', ''], ['threads', 'processes', 'async']],
    [['map', './task.mjs', '--from', 'n'], ['ndjson']],
    [['map', './ta'], []], // the names of files, which bash adds by itself
    [['map', './task.mjs', '-i', 'x'], []],
    [['exec', '--line'], ['--line-buffer']],
    [['exec', '--', 'grep', '--'], []], // another command's
    [['map', './task.mjs', ':::', '--ba'], []],
    [['log', '--fa'], ['--failed']],
    [['completion', ''], ['bash', 'zsh', 'fish']],
  ])('%j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected)
  })

  test('twice is no error', async () => {
    expect(await bash('source <(parmap completion bash); source <(parmap completion bash); complete -p parmap')).toMatchObject({ stdout: 'complete -o default -F _parmap parmap\n', stderr: '' })
  })
})

test.skipIf(!has('fish'))('fish offers commands, flags and their values', async () => {
  const path = join(temporaryFolder(), 'script')
  writeFileSync(path, (await parmap(['completion', 'fish'])).stdout)
  const offers = (line: string): string[] => {
    const { stdout } = spawnSync('fish', ['-c', `source ${path}; complete -C '${line}'`], { encoding: 'utf8' })
    return stdout.split('\n').flatMap((offer) => (offer === '' ? [] : [offer.split('\t')[0]!]))
  }
  expect(offers('parmap ex')).toEqual(['exec'])
  expect(offers('parmap map --backe')).toEqual(['--backend'])
  expect(offers('parmap map -b ').toSorted()).toEqual(['async', 'processes', 'threads'])
})

describe.each(['zsh', 'fish'])('%s', (shell) => {
  test.skipIf(!has(shell))('reads its script without a complaint', async () => {
    const path = join(temporaryFolder(), 'script')
    writeFileSync(path, (await parmap(['completion', shell])).stdout)
    const { status, stderr } = spawnSync(shell, ['-n', path], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  test('knows every flag of map', async () => {
    const { stdout } = await parmap(['completion', shell])
    const { stdout: help } = await parmap(['map', '--help'])
    for (const [, flag] of help.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gmu)) expect(stdout).toContain(flag)
  })
})

test('another shell is a wrong call', async () => {
  expect(await parmap(['completion', 'tcsh'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining("'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.") as unknown })
})
