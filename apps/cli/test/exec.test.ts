// `parmap exec`: commands for items, what they get, what becomes of their output and of their failures.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { bash, ended, parmap, says, start } from './support/parmap.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

type Ran = ReturnType<typeof parmap>

/** Runs `parmap exec` with a command; `input` is stdin. */
const exec = (flags: readonly string[], command: readonly string[], input: string | Uint8Array = ''): Ran => parmap(['exec', ...flags, '--', ...command], { input })
const sh = (script: string): readonly string[] => ['sh', '-c', script, 'sh']
const sorted = (text: string): string[] => text.split('\n').slice(0, -1).toSorted()
const processesWith = (mark: string): Ran => bash(`pgrep -f '[m]ark-${mark}' | wc -l`)

/** Resolves when a file is there: what commands print comes only at their end. */
async function there(path: string): Promise<void> {
  while (!existsSync(path)) await wait(10)
}

describe.skipIf(process.platform === 'win32')('exec', () => {
  describe('a command gets', () => {
    test('the item as its last argument, where it has no placeholder', async () => {
      expect(await exec(['-k'], ['printf', '<%s>'], 'a b\n$HOME\n-n\n')).toMatchObject({ code: 0, stdout: '<a b><$HOME><-n>' })
    })

    test('what placeholders stand for; a value is never looked at again', async () => {
      const { stdout } = await exec(['-k', '-j', '1'], ['printf', '%s|', '{}', '{.}', '{/}', '{//}', '{/.}', '{#}', '{%}', 'x{1}y', '${}', '{ }'], 'd/a.tar.gz\n{}{#}\n')
      expect(stdout).toBe('d/a.tar.gz|d/a.tar|a.tar.gz|d|a.tar|1|1|xd/a.tar.gzy|${}|{ }|{}{#}|{}{#}|{}{#}|.|{}{#}|2|1|x{}{#}y|${}|{ }|')
    })

    test('bytes as they are: all of them but NUL and the newline', async () => {
      const bytes = Buffer.from(Array.from({ length: 255 }, (_, n) => n + 1).filter((byte) => byte !== 10))
      const cwd = temporaryFolder()
      writeFileSync(join(cwd, 'in'), bytes)
      const { stdout } = await bash("parmap exec -i in -- printf '%s' > out; cmp in out && echo same", { cwd })
      expect(stdout).toBe('same\n')
    })

    test('what is between other delimiters, newlines included', async () => {
      expect(await exec(['-0', '-k'], ['printf', '<%s>'], 'a\nb\0c\0')).toMatchObject({ stdout: '<a\nb><c>' })
    })

    test('columns and fields by number and name', async () => {
      expect(await exec(['-k', '--from', 'csv', '--header'], ['echo', '{name}', '{2}', '{}'], 'name,age\nAda,"3,6"\n')).toMatchObject({ stdout: 'Ada 3,6 Ada,"3,6"\n' })
      expect(await exec(['-k', '--from', 'ndjson'], ['echo', '{a}', '{b}'], '{"a":"x","b":[1]}\n')).toMatchObject({ stdout: 'x [1]\n' })
    })

    test('several items with -n', async () => {
      expect(await exec(['-k', '-n', '2'], ['echo', 'got'], 'a\nb\nc\n')).toMatchObject({ stdout: 'got a b\ngot c\n' })
    })

    test('an empty stdin', async () => {
      expect(await exec([], ['sh', '-c', 'cat; echo end'], 'a\n')).toMatchObject({ stdout: 'end\n' })
    })

    test('values beside the text of a shell, so that none is ever code', async () => {
      const { stdout } = await parmap(['exec', '-k', '--shell', 'echo "<{}>" {} {#} | tr a-z A-Z', ':::', '$(id)', 'a;b', "it's `x`", '*'])
      expect(stdout).toBe('<$(ID)> $(ID) 1\n<A;B> A;B 2\n<IT\'S `X`> IT\'S `X` 3\n<*> * 4\n')
    })
  })

  describe('an item fails alone', () => {
    test.each([
      ['that has a NUL byte', ['-d', 'X'], 'aXb\0cX', 'it has a NUL byte, which no argument of a command can have'],
      ['that is longer than an argument may be', [], `a\n${'x'.repeat(200_000)}\n`, "cannot run 'echo': its arguments are longer than the system allows"],
      ['that holds half a surrogate pair', ['--from', 'ndjson', '--on-parse-error', 'fail'], '{"x":"a"}\n{"x":"\\ud800"}\n', 'it holds half a surrogate pair, which UTF-8 cannot hold, and so no argument of a command'],
      ['that has no such field', ['--from', 'ndjson'], '{"x":"a"}\n{"y":1}\n', 'nothing to put in place of {x}: it has no such value'],
    ])('%s', async (_, flags, input, said) => {
      const { code, stdout, told } = await exec(['-k', ...flags], flags.includes('ndjson') ? ['echo', '{x}'] : ['echo'], input)
      expect({ code, stdout }).toEqual({ code: 1, stdout: 'a\n' })
      expect(told).toEqual([expect.stringContaining(said)])
    })

    test('whose command fails, and its output is printed nonetheless', async () => {
      const { code, stdout, told } = await exec(['-k'], sh('echo "$1"; exit "$1"'), '0\n3\n0\n')
      expect({ code, stdout, told }).toEqual({ code: 1, stdout: '0\n3\n0\n', told: ['parmap: item 2 (stdin:2): exit code 3'] })
    })

    test('whose command is killed by a signal', async () => {
      const { code, told } = await exec([], sh('kill -9 $$'), 'a\n')
      expect({ code, told }).toEqual({ code: 1, told: ['parmap: item 1 (stdin:1): was killed by SIGKILL (9)'] })
    })

    test('whose command runs too long, with all that it has started', async () => {
      const { code, stdout, told } = await exec(['--timeout', '2s', '--kill-after', '100ms'], ['sh', '-c', 'trap "" TERM; echo begun; sh -c "sleep 60; : mark-timeout" & wait; sleep 60'], 'a\n')
      expect({ code, stdout, told }).toEqual({ code: 1, stdout: 'begun\n', told: ['parmap: item 1 (stdin:1): ran longer than 2.00 s'] })
      expect((await processesWith('timeout')).stdout.trim()).toBe('0')
    })
  })

  test('a command that does not exist is said once, and exits 4', async () => {
    const { code, stdout, told } = await exec(['-j', '4'], ['no-such-command'], 'a\nb\nc\nd\ne\n')
    expect({ code, stdout, told }).toEqual({ code: 4, stdout: '', told: ["parmap: cannot run 'no-such-command': there is no such command, or what its first line names as interpreter does not exist"] })
  })

  describe('--retries', () => {
    const flaky = sh('n=$(cat "$1" 2>/dev/null || echo 0); n=$((n+1)); echo $n > "$1"; echo "try $n"; [ $n -ge 3 ]')

    test('are extra attempts, of which the last is printed', async () => {
      const file = join(temporaryFolder(), 'count')
      expect(await exec(['--retries', '2'], flaky, `${file}\n`)).toMatchObject({ code: 0, stdout: 'try 3\n', told: [] })
    })

    test('are for the kinds of failures that are named', async () => {
      const file = join(temporaryFolder(), 'count')
      expect(await exec(['--retries', '2', '--retry-on', 'timeout,signal'], flaky, `${file}\n`)).toMatchObject({ code: 1, stdout: 'try 1\n' })
    })
  })

  describe('output', () => {
    test('is that of one command after the other, whole, however it was written', async () => {
      const { stdout } = await exec(['-j', '4'], sh('printf "%s-" "$1"; sleep 0.05; printf "%s-" "$1"; sleep 0.05; echo "$1"'), 'a\nb\nc\nd\n')
      expect(sorted(stdout)).toEqual(['a-a-a', 'b-b-b', 'c-c-c', 'd-d-d'])
    })

    test('comes in input order with -k', async () => {
      expect(await exec(['-k', '-j', '3'], sh('sleep 0.$1; echo $1'), '3\n2\n1\n')).toMatchObject({ stdout: '3\n2\n1\n' })
    })

    test('is byte-exact, and as long as it is: 30 MB from each of three', async () => {
      const { stdout } = await bash("printf '1\\n2\\n3\\n' | parmap exec -j 3 -- sh -c 'head -c 30000000 /dev/zero' | wc -c")
      expect(stdout.trim().split('\n').at(-1)!.trim()).toBe('90000000')
    })

    test('of stderr goes to stderr', async () => {
      const { stdout, stderr } = await exec([], sh('echo out; echo err >&2'), 'a\n')
      expect({ stdout, err: stderr.includes('err\n') }).toEqual({ stdout: 'out\n', err: true })
    })

    test('--tag begins each line with the item, and ends each last line', async () => {
      expect(await exec(['-k', '--tag'], sh('printf "one\\ntwo"'), 'a\nb\n')).toMatchObject({ stdout: 'a\tone\na\ttwo\nb\tone\nb\ttwo\n' })
    })

    test('--line-buffer prints lines as they come, never halves of them', async () => {
      const { stdout } = await exec(['--line-buffer', '-j', '2'], sh('printf "%s1" "$1"; sleep 0.1; printf "x\\n"; sleep 0.1; echo "$1"2'), 'a\nb\n')
      expect(sorted(stdout)).toEqual(['a1x', 'a2', 'b1x', 'b2'])
    })

    test('--line-buffer shows a line while its command still runs', async () => {
      const child = start(['exec', '--line-buffer', '--grace', '10ms', ':::', 'a', '--', ...sh('echo now; sleep 60')])
      const run = ended(child)
      child.stdout.once('data', () => { child.kill('SIGTERM') })
      expect(await run).toMatchObject({ stdout: 'now\n', signal: 'SIGTERM' })
    })

    test('--ungroup lets commands print by themselves', async () => {
      expect(sorted((await exec(['--ungroup'], ['echo'], 'a\nb\n')).stdout)).toEqual(['a', 'b'])
    })

    test('--line-buffer never writes into the lines of another command, however slow the reader is', async () => {
      const script = 'i=0; while [ $i -lt 1500 ]; do echo "$1-$i"; i=$((i+1)); done'
      const { stdout } = await bash(`parmap exec --line-buffer --tag -j 6 ::: a b c d e f -- sh -c '${script}' sh | { sleep 1; cat; } | grep -vcE '^([a-f])\t\\1-[0-9]+$'`)
      expect(stdout.trim()).toBe('0')
    })

    test('is not written among records: that of commands that were stopped is left out', async () => {
      const { stdout } = await exec(['--envelope', '-j', '2', '--halt', 'now,fail=1'], sh('echo "partial-$1"; [ "$1" = a ] || { sleep 0.3; exit 1; }; sleep 60'), 'a\nb\n')
      expect(stdout.trim().split('\n').map((line) => (JSON.parse(line) as { readonly input: string }).input)).toEqual(['b'])
    })

    test('has its tags again on resuming', async () => {
      const cwd = temporaryFolder()
      const args = ['exec', '-k', '--tag', '--journal', 'j', '--resume', ':::', 'a', '--', 'echo', 'x']
      expect([(await parmap(args, { cwd })).stdout, (await parmap(args, { cwd })).stdout]).toEqual(['a\tx a\n', 'a\tx a\n'])
    })

    test('-o takes it', async () => {
      const cwd = temporaryFolder()
      await parmap(['exec', '-k', '-o', 'out', ':::', 'a', 'b', '--', 'echo'], { cwd })
      expect(readFileSync(join(cwd, 'out'), 'utf8')).toBe('a\nb\n')
    })
  })

  test('--dry-run prints lines that a shell reads back, and runs nothing', async () => {
    const cwd = temporaryFolder()
    const { code, stdout } = await parmap(['exec', '-k', '--dry-run', ':::', "it's", 'a b', '$x', '--', 'touch', '{}', '{#}'], { cwd })
    expect({ code, stdout, isRun: existsSync(join(cwd, 'a b')) }).toEqual({ code: 0, stdout: "touch 'it'\\''s' 1\ntouch 'a b' 2\ntouch '$x' 3\n", isRun: false })
  })

  describe('--halt', () => {
    test('now,fail=1 stops what runs, exits 5 and prints the output that it is about', async () => {
      const { code, stdout, told } = await exec(['-k', '-j', '2', '--halt', 'now,fail=1'], sh('if [ "$1" = bad ]; then sleep 0.1; echo output; exit 7; fi; sleep 60; : mark-halt'), 'slow\nbad\nnever\n')
      expect({ code, stdout, told }).toEqual({ code: 5, stdout: 'output\n', told: ['parmap: item 2 (stdin:2): exit code 7', 'parmap: halted: 1 item failed'] })
      expect((await processesWith('halt')).stdout.trim()).toBe('0')
    })

    test('now,success=1 is a race', async () => {
      expect(await exec(['-j', '2', '--halt', 'now,success=1'], ['sleep'], '60\n0.1\n')).toMatchObject({ code: 0 })
    })
  })

  describe('a signal', () => {
    const trapping = sh('trap "echo got INT; exit 0" INT; trap "echo got TERM; exit 0" TERM; touch ready; sleep 60 & wait')

    test.each([['SIGINT', 'INT'], ['SIGTERM', 'TERM']] as const)('%s is passed on to commands when their grace is over, and what they print is printed', async (signal, name) => {
      const cwd = temporaryFolder()
      const child = start(['exec', '--grace', '50ms', ':::', 'a', '--', ...trapping], { cwd })
      const run = ended(child)
      await there(join(cwd, 'ready'))
      child.kill(signal)
      expect(await run).toMatchObject({ stdout: `got ${name}\n`, signal })
    })

    test('lets commands end within their grace', async () => {
      const cwd = temporaryFolder()
      const child = start(['exec', '--grace', '1m', ':::', 'a', '--', ...sh('touch up; while [ ! -e go ]; do sleep 0.05; done; echo ended')], { cwd })
      const run = ended(child)
      await there(join(cwd, 'up'))
      child.kill('SIGINT')
      await says(child, 'still runs')
      writeFileSync(join(cwd, 'go'), '')
      expect(await run).toMatchObject({ stdout: 'ended\n', signal: 'SIGINT' })
    })

    test('that comes a second time ends commands at once', async () => {
      const cwd = temporaryFolder()
      const child = start(['exec', '--grace', '1m', ':::', 'a', '--', ...sh('touch up; sleep 60 & wait; echo ended')], { cwd })
      const run = ended(child)
      await there(join(cwd, 'up'))
      child.kill('SIGINT')
      await says(child, 'still runs')
      child.kill('SIGTERM')
      expect(await run).toMatchObject({ stdout: '', signal: 'SIGINT' })
    })

    test('that comes a second time kills what does not heed the first, with all that it has started', async () => {
      const cwd = temporaryFolder()
      const child = start(['exec', '--grace', '1m', '--kill-after', '1m', ':::', 'a', '--', 'sh', '-c', 'trap "" INT TERM; touch up; sh -c "trap \\"\\" INT TERM; sleep 60; : mark-stubborn" & wait; sleep 60'], { cwd })
      const run = ended(child)
      await there(join(cwd, 'up'))
      child.kill('SIGINT')
      await says(child, 'still runs')
      child.kill('SIGINT')
      expect(await run).toMatchObject({ signal: 'SIGINT' })
      expect((await processesWith('stubborn')).stdout.trim()).toBe('0')
    })

    test('lets nothing be tried again', async () => {
      const cwd = temporaryFolder()
      const child = start(['exec', '--retries', '1000', '--grace', '1m', ':::', 'a', '--', ...sh('echo x >> tries; touch up; exit 1')], { cwd })
      const run = ended(child)
      await there(join(cwd, 'up'))
      child.kill('SIGTERM')
      expect(await run).toMatchObject({ signal: 'SIGTERM' })
      expect(readFileSync(join(cwd, 'tries'), 'utf8').length).toBeLessThan(20)
    })

    test('kills what does not heed it, with all that it has started', async () => {
      const child = start(['exec', '--line-buffer', '--grace', '50ms', '--kill-after', '100ms', ':::', 'a', '--', 'sh', '-c', 'trap "" INT TERM; sh -c "trap \\"\\" INT TERM; sleep 60; : mark-deaf" & echo up; wait; sleep 60'])
      const run = ended(child)
      child.stdout.once('data', () => { child.kill('SIGINT') })
      expect(await run).toMatchObject({ signal: 'SIGINT' })
      expect((await processesWith('deaf')).stdout.trim()).toBe('0')
    })
  })

  describe('a journal', () => {
    test('lets a run go on, with the output of what has ended', async () => {
      const cwd = temporaryFolder()
      const run = (...items: readonly string[]): Ran => parmap(['exec', '-k', '--journal', 'j', '--resume', ':::', ...items, '--', ...sh('echo "$1" >> ran; printf "%s\\377" "$1"')], { cwd })
      await run('a', 'b')
      const { stdout, code } = await run('c', 'b', 'a')
      expect({ code, stdout: stdout.replaceAll('\ufffd', '~') }).toEqual({ code: 0, stdout: 'c~b~a~' })
      expect(sorted(readFileSync(join(cwd, 'ran'), 'utf8'))).toEqual(['a', 'b', 'c'])
    })

    test('does not have what was stopped: that runs again', async () => {
      const cwd = temporaryFolder()
      const args = ['exec', '--journal', 'j', '--resume', '--grace', '10ms', ':::', 'a', '--', ...sh('echo run >> ran; echo up >&2; [ "$(wc -l < ran)" -gt 1 ] || sleep 60')]
      const child = start(args, { cwd })
      const first = ended(child)
      await there(join(cwd, 'ran'))
      child.kill('SIGTERM')
      expect(await first).toMatchObject({ signal: 'SIGTERM' })
      expect(await parmap(args, { cwd })).toMatchObject({ code: 0 })
      expect(readFileSync(join(cwd, 'ran'), 'utf8')).toBe('run\nrun\n')
    })

    test('names the kinds of failures as the run does', async () => {
      const cwd = temporaryFolder()
      const { stderr } = await parmap(['exec', '--journal', 'j', '-j', '1', ':::', ...Array.from({ length: 11 }, () => '3'), '--', ...sh('exit "$1"')], { cwd })
      const { stdout } = await parmap(['log', 'j', '--summary'], { cwd })
      expect([stderr, stdout]).toEqual([expect.stringContaining('parmap: 11 × exit 3, first at item 1'), expect.stringContaining('\n11 × exit 3, first at item 1\n')])
    })

    test('and --envelope tell how commands ended', async () => {
      const { stdout } = await exec(['-k', '--envelope'], sh('echo "$1"; exit "$1"'), '0\n3\n')
      expect(stdout.trim().split('\n').map((line) => JSON.parse(line) as unknown)).toMatchObject([
        { index: 0, ok: true, input: '0', output: '0\n' },
        { index: 1, ok: false, input: '3', output: '3\n', error: { kind: 'exit 3', message: 'exit code 3', exit: 3 } },
      ])
    })
  })

  test('a closed pipe ends it silently with 141', async () => {
    const { stdout, stderr } = await bash('yes | parmap exec -- echo | head -n 1; echo "codes ${PIPESTATUS[*]}"')
    expect({ stdout, stderr }).toEqual({ stdout: 'y\ncodes 141 141 0\n', stderr: '' })
  })

  test.each([
    [['exec'], "missing the command: it stands after '--', as in parmap exec -- gzip {}"],
    [['exec', 'echo', '{}'], "unexpected argument 'echo': the command stands after '--', as in parmap exec -- echo {}"],
    [['exec', '--shell', 'x {}', '--', 'echo'], "option '--shell <text>' cannot be used with a command after '--'"],
    [['exec', '--', 'echo', '{nope}'], "unknown placeholder '{nope}' in the command: the items have no names."],
    [['exec', '--', 'echo', '{2}'], "unknown placeholder '{2}' in the command"],
    [['exec', '--ungroup', '--tag', '--', 'echo'], "option '--ungroup' cannot be used with option '--tag'"],
    [['exec', '--ungroup', '-k', '--', 'echo'], "option '--ungroup' cannot be used with '-k, --keep-order'"],
    [['exec', '--line-buffer', '--journal', 'j', '--', 'echo'], "option '--line-buffer' cannot be used with '--journal <file>'"],
    [['exec', '--dry-run', '-o', 'x', '--', 'echo'], "option '--dry-run' cannot be used with '-o, --output <file>'"],
    [['exec', '--tag', '--envelope', '--', 'echo'], "option '--tag' cannot be used with '--envelope'"],
    [['exec', '-j', '0', '--', 'echo'], "option '-j, --jobs <n>' argument '0' is invalid."],
    [['exec', '--from', 'csv', '--header', '--journal', '/nowhere/j', '--', 'echo', '{nam}'], "unknown placeholder '{nam}' in the command: there is {a}, {b}."],
    [['exec', '--from', 'csv', '--header', '--shell', 'echo {3}'], "unknown placeholder '{3}' in the command: there are no more than 2 columns."],
  ])('a wrong call exits 2 and runs nothing: %j', async (args, said) => {
    const { code, stdout, stderr } = await parmap(args, { input: 'a,b\n1,2\n' })
    expect(stderr).toContain(`parmap: ${said}`)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})
