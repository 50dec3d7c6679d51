// The pairs of docs/coming-from.md: what people use today and the same with parmap give the same.

import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { bin, root } from '../scripts/workspace.mjs'
import { plainEnvironment } from './run-program.ts'

interface Block {
  readonly language: string
  readonly text: string
}

interface Pair {
  readonly peer: string
  readonly theirs: Block
  readonly ours: Block
  /** Files that both need. */
  readonly files: Readonly<Record<string, string>>
}

const page = readFileSync(join(root, 'docs', 'coming-from.md'), 'utf8')
const pairs = page.split(/^## /mu).slice(1).flatMap(pairsOf)

function pairsOf(section: string): Pair[] {
  const peer = section.slice(0, section.indexOf('\n'))
  const all = [...section.matchAll(/^```(\w+)\n(.*?)^```$/gmsu)].map(([, language, text]): Block => ({ language: language!, text: text! }))
  const fileOf = ({ text }: Block): string | undefined => /^\/\/ (\S+\.mjs)\n/u.exec(text)?.[1]
  const files = Object.fromEntries(all.flatMap((block) => (fileOf(block) === undefined ? [] : [[fileOf(block)!, block.text]])))
  const blocks = all.filter((block) => fileOf(block) === undefined)
  return blocks.flatMap((theirs, at) => (at % 2 === 0 ? [{ peer, theirs, ours: blocks[at + 1]!, files }] : []))
}

// Beside what the bench has installed: the peers are there.
const folder = mkdtempSync(join(root, 'bench', '.coming-from-'))
afterAll(() => { rmSync(folder, { recursive: true }) })

/** What a block prints: lines in any order, or a list however it is spaced. */
async function printed({ language, text }: Block, files: Pair['files']): Promise<string> {
  const name = language === 'python' ? 'program.py' : 'program.mjs'
  const cwd = mkdtempSync(join(folder, 'pair-'))
  for (const [file, content] of Object.entries({ ...files, [name]: text })) writeFileSync(join(cwd, file), content)
  const [command, args] = {
    sh: ['bash', ['-c', `parmap() { '${process.execPath}' '${bin}' "$@"; }\n${text}`]] as const,
    js: [process.execPath, [name]] as const,
    python: ['python3', [name]] as const,
  }[language as 'sh' | 'js' | 'python']
  const { stdout } = await promisify(execFile)(command, args, { cwd, env: plainEnvironment() })
  return language === 'sh' ? stdout.split('\n').toSorted().join('\n') : stdout.replaceAll(/\s/gu, '')
}

/** Whether what a pair is compared with is installed. */
function isThere({ peer, theirs: { language, text } }: Pair): boolean {
  if (language === 'js') return true
  if (language === 'python') return spawnSync('python3', ['-c', text.split('\n', 1)[0]!]).status === 0
  return peer === 'xargs' || (spawnSync('parallel', ['--version'], { encoding: 'utf8' }).stdout ?? '').startsWith('GNU parallel')
}

test('the page has a section for each of them, and its blocks come in pairs', () => {
  expect([...new Set(pairs.map(({ peer }) => peer))]).toEqual(['xargs', 'GNU parallel', 'p-map', 'piscina', 'concurrent.futures', 'multiprocessing', 'gevent'])
  for (const { ours } of pairs) expect(ours.text).toContain('parmap')
})

describe.skipIf(process.platform === 'win32').each(pairs.map((pair) => [pair.peer, pair.theirs.text.trim().split('\n').at(-1)!, pair] as const))('%s: %s', (peer, _line, pair) => {
  const isHere = isThere(pair)
  test.skipIf(!isHere)(`gives what parmap gives${isHere ? '' : ` (skipped: ${peer} is not installed)`}`, async () => {
    const [theirs, ours] = await Promise.all([printed(pair.theirs, pair.files), printed(pair.ours, pair.files)])
    expect(ours).toBe(theirs)
    expect(ours).not.toBe('')
  })

  test.skipIf(isHere)('runs with parmap', async () => {
    expect(await printed(pair.ours, pair.files)).not.toBe('')
  })
})
