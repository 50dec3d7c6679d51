// Wrong calls: each names the flag, the rule and the value, exits 2 and runs nothing. And what is printed on request.

import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BIN, parmap } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const MARKING = "import { writeFileSync } from 'node:fs'\nwriteFileSync('loaded', '')\nexport default (item) => item\n"

describe('a wrong call exits 2, runs nothing and says', () => {
  test.each([
    [['-j', '0'], "option '-j, --jobs <n>' argument '0' is invalid. Expected an integer ≥ 1, or a percentage of the cores such as 50%."],
    [['-j', '1.5'], "option '-j, --jobs <n>' argument '1.5' is invalid. Expected an integer ≥ 1,"],
    [['-j', '0%'], "option '-j, --jobs <n>' argument '0%' is invalid. Expected an integer ≥ 1,"],
    [['-j', '1e999'], "option '-j, --jobs <n>' argument '1e999' is invalid. Expected an integer ≥ 1,"],
    [['--retries=-1'], "option '--retries <n>' argument '-1' is invalid. Expected an integer ≥ 0."],
    [['--retries', 'two'], "option '--retries <n>' argument 'two' is invalid. Expected an integer ≥ 0."],
    [['--timeout', '30'], "option '--timeout <duration>' argument '30' is invalid. Expected a number > 0 with its unit (ms, s, m or h;"],
    [['--timeout', '0s'], "option '--timeout <duration>' argument '0s' is invalid. Expected a number > 0 with its unit"],
    [['--timeout', '1d'], "option '--timeout <duration>' argument '1d' is invalid."],
    [['--halt', 'soon'], "option '--halt <policy>' argument 'soon' is invalid. Expected never, or soon or now with fail, success or done and a number ≥ 1"],
    [['--halt', 'now,fail=0'], "option '--halt <policy>' argument 'now,fail=0' is invalid. Expected never, or"],
    [['--halt', 'now,done=50%'], "option '--halt <policy>' argument 'now,done=50%' is invalid. Expected never, or"],
    [['--halt', 'now,fail=101%'], "option '--halt <policy>' argument 'now,fail=101%' is invalid. Expected never, or"],
    [['--rate', '50'], "option '--rate <n/s>' argument '50' is invalid. Expected a number > 0 with its time, such as 50/s, 100/m or 1000/h."],
    [['--rate', '0/s'], "option '--rate <n/s>' argument '0/s' is invalid. Expected a number > 0"],
    [['--limit', '0'], "option '--limit <n>' argument '0' is invalid. Expected an integer ≥ 1."],
    [['--deadline', '10'], "option '--deadline <duration>' argument '10' is invalid. Expected a number > 0 with its unit"],
    [['--grace', '1'], "option '--grace <duration>' argument '1' is invalid. Expected a number > 0 with its unit"],
    [['--kill-after', '1'], "option '--kill-after <duration>' argument '1' is invalid. Expected a number > 0 with its unit"],
    [['--retry-on', 'exit,oom'], "option '--retry-on <kinds>' argument 'exit,oom' is invalid. Expected a list of exit, signal, timeout, crash."],
    [['-o', ''], "option '-o, --output <file>' argument '' is invalid. Expected the name of a file."],
    [['-k', '--unordered'], "option '-k, --keep-order' cannot be used with option '--unordered'"],
    [['--from', 'xml'], "option '--from <format>' argument 'xml' is invalid. Allowed choices are lines, ndjson, json, csv, tsv."],
    [['--to', 'csv'], "option '--to <format>' argument 'csv' is invalid. Allowed choices are ndjson, lines, raw, json, none."],
    [['-i', ''], "option '-i, --input <file>' argument '' is invalid. Expected the name of a file, or - for stdin."],
    [['-i', '-', '-i', '-'], "option '-i, --input <file>' argument '-' is invalid. Expected it once at most"],
    [['-i', 'task.mjs', ':::', 'a'], "option '-i, --input <file>' cannot be used with ':::'"],
    [['--from', 'json', ':::', 'a'], "option '--from <format>' argument 'json' cannot be used with ':::'"],
    [['-b', 'fibers'], "option '-b, --backend <name>' argument 'fibers' is invalid. Allowed choices are threads, processes, async."],
    [['--workers', '0'], "option '--workers <n>' argument '0' is invalid. Expected an integer ≥ 1."],
    [['--workers', '2', '-b', 'async'], "option '--workers <n>' argument '2' cannot be used with '-b async': it runs all items in one thread."],
    [['-d', ''], "option '-d, --delimiter <text>' argument '' is invalid. Expected text that is not empty;"],
    [['-d', String.raw`\q`], String.raw`option '-d, --delimiter <text>' argument '\q' is invalid. Expected text`],
    [['-d', ',', '-0'], "option '-d, --delimiter <text>' cannot be used with option '-0, --null'"],
    [['-0', '--from', 'csv'], "option '-0, --null' cannot be used with '--from csv': it ends lines."],
    [['-d', ',', ':::', 'a'], "option '-d, --delimiter <text>' cannot be used with ':::': each argument is an item."],
    [['--header'], "option '--header' cannot be used with '--from ndjson': csv and tsv have one."],
    [['-n', '0'], "option '-n, --number <n>' argument '0' is invalid. Expected an integer ≥ 1."],
    [['--max-item-bytes', '536870889'], "option '--max-item-bytes <n>' argument '536870889' is invalid. Expected an integer from 1 to 536870888."],
    [['--max-item-bytes', '10', '--from', 'json'], "option '--max-item-bytes <n>' cannot be used with '--from json'"],
    [['--on-parse-error', 'ignore'], "option '--on-parse-error <what>' argument 'ignore' is invalid."],
    [['--resume'], "option '--resume' needs '--journal <file>': it is the journal that it goes on with."],
    [['--retry-failed'], "option '--retry-failed' needs '--journal <file>'"],
    [['--journal', ''], "option '--journal <file>' argument '' is invalid. Expected the name of a file."],
    [['--form', 'lines'], "unknown option '--form'\n(Did you mean --from?)"],
    [['--unorderd'], "unknown option '--unorderd'\n(Did you mean --unordered?)"],
    [['a', 'b'], "unexpected argument 'a': items stand after ':::', as in parmap map ./task.mjs ::: a"],
    [['-j'], "option '-j, --jobs <n>' argument missing"],
  ])('%j', async (flags, said) => {
    const cwd = temporaryFolder({ 'task.mjs': MARKING })
    const { code, stdout, stderr } = await parmap(['map', './task.mjs', ...flags], { cwd, input: '1\n' })
    expect(stderr).toContain(`parmap: ${said}`)
    expect({ code, stdout, isLoaded: existsSync(join(cwd, 'loaded')) }).toEqual({ code: 2, stdout: '', isLoaded: false })
  })

  test.each([
    [['mpa', './task.mjs'], "unknown command 'mpa'\n(Did you mean map?)"],
    [['./task.mjs#f', '-j', '2'], "unknown command './task.mjs#f'\n(Did you mean parmap map ./task.mjs#f?)"],
    [['tasks.mjs', ':::', 'a'], "unknown command 'tasks.mjs'\n(Did you mean parmap map tasks.mjs?)"],
    [[':::', 'a'], "missing command and module before ':::', as in parmap map <module> ::: a"],
    [['map', ':::', 'a'], "missing required argument 'module'"],
    [['map'], "missing required argument 'module'"],
    [['map', './task.mjs#'], "expected the name of an export after # in './task.mjs#'"],
    [['completion', 'bash', ':::', 'x'], "parmap completion takes no items, and so no ':::'\n(`parmap completion --help` shows what there is)"],
    [['exec', '--form', 'x'], "unknown option '--form'\n(Did you mean --from?)\n(`parmap exec --help` shows what there is)"],
    [['mpa'], "unknown command 'mpa'\n(Did you mean map?)\n(`parmap --help` shows what there is)"],
    [['map', '#double'], "expected <module>[#export], got '#double', which names no module"],
  ])('%j', async (args, said) => {
    const { code, stdout, stderr } = await parmap(args)
    expect(stderr).toContain(`parmap: ${said}`)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  test.each([
    [['-i', 'in', '--errors-to', 'link'], "option '-i, --input <file>' cannot be used with '--errors-to <file>' and the same file, in: it would be written over."],
    [['--journal', 'new', '-o', './new'], "option '-o, --output <file>' cannot be used with '--journal <file>' and the same file, ./new: it would be written over."],
    [['--journal', 'new', '--errors-to', 'new'], "option '--errors-to <file>' cannot be used with '--journal <file>'"],
  ])('one file for two things: %j', async (args, said) => {
    const cwd = temporaryFolder({ 'task.mjs': MARKING, in: '1\n' })
    symlinkSync('in', join(cwd, 'link'))
    const { code, stdout, stderr } = await parmap(['map', './task.mjs', ...args], { cwd })
    expect(stderr).toContain(`parmap: ${said}`)
    expect({ code, stdout, isLoaded: existsSync(join(cwd, 'loaded')), input: readFileSync(join(cwd, 'in'), 'utf8') }).toEqual({ code: 2, stdout: '', isLoaded: false, input: '1\n' })
  })

  test('one file twice where that does no harm is none', async () => {
    const cwd = temporaryFolder({ 'task.mjs': MARKING, in: '1\n' })
    expect(await parmap(['map', './task.mjs', '-i', 'in', '-i', 'in', '-o', 'in', '--errors-to', '/dev/null', '--journal', 'j'], { cwd })).toMatchObject({ code: 0, told: [] })
    expect(readFileSync(join(cwd, 'in'), 'utf8')).toBe('1\n1\n')
  })

  test('the right flags instead load the task that the wrong ones did not', async () => {
    const cwd = temporaryFolder({ 'task.mjs': MARKING })
    expect(await parmap(['map', './task.mjs', '-j', '1'], { cwd, input: '1\n' })).toMatchObject({ code: 0, stdout: '1\n' })
    expect(existsSync(join(cwd, 'loaded'))).toBe(true)
  })

  test('without a command: how to use it', async () => {
    const { code, stdout, stderr } = await parmap([])
    expect(stderr).toMatch(/^Usage: parmap/u)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

describe('on request, on stdout, with exit code 0', () => {
  test('--version is that of the package', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string }
    expect(await parmap(['--version'])).toEqual({ code: 0, signal: null, stdout: `${version}\n`, stderr: '', told: [] })
  })

  test.each([[['--help']], [['help']], [['map', '--help']], [['help', 'map']]])('%j', async (args) => {
    const { code, stdout, stderr } = await parmap(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Usage: parmap/u)
  })

  test('the help of the map command has its flags', async () => {
    const { stdout } = await parmap(['map', '--help'])
    const flags = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gmu)].map(([, flag]) => flag!)
    expect(flags.toSorted()).toEqual([
      '--backend', '--deadline', '--delimiter', '--dry-run', '--envelope', '--errors-to', '--force-resume', '--from', '--grace', '--halt', '--header', '--help', '--input', '--jobs', '--journal', '--keep-order', '--kill-after',
      '--limit', '--max-item-bytes', '--no-color', '--null', '--number', '--on-parse-error', '--output', '--progress', '--rate', '--resume', '--retries', '--retry-failed', '--retry-on', '--timeout', '--to', '--total', '--unordered', '--workers',
    ])
  })

  test('--version and --help load neither a backend nor the engine', async () => {
    for (const args of [['--version'], ['map', '--help']]) {
      const loaded = await modulesLoadedBy(args)
      expect(loaded.filter((line) => line.endsWith(BIN)).length).toBe(1)
      expect(loaded.filter((line) => /\/core\/|\/async\/|\/threads\/|\/processes\/|piscina|cli-progress|import-meta-resolve/u.test(line))).toEqual([])
    }
  })

  test('a run loads its own backend, and no other', async () => {
    for (const backend of ['async', 'threads', 'processes']) {
      const loaded = await modulesLoadedBy(['map', './tasks.mjs', '-b', backend])
      const found = loaded.flatMap((line) => /\/(async|threads|processes)\/dist\/index\.js$/u.exec(line)?.[1] ?? [])
      expect(new Set(found)).toEqual(new Set([backend]))
    }
  })

  test.each([['--version'], ['-V']])('%s does not even load the parser of the flags', async (flag) => {
    expect((await modulesLoadedBy([flag])).filter((line) => /commander/u.test(line))).toEqual([])
    expect((await modulesLoadedBy([flag, 'map'])).filter((line) => /commander/u.test(line))).not.toEqual([])
  })
})

async function modulesLoadedBy(args: readonly string[]): Promise<readonly string[]> {
  const { stderr } = await parmap(args, { env: { NODE_OPTIONS: '--import=./print-loads.mjs' } })
  return stderr.split('\n').filter((line) => line.startsWith('loaded '))
}
