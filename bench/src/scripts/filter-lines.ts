// node filter-lines.js <format> <module> <export>: the lines of stdin through a function, to stdout, in one thread: what one
// writes who wants it fast. Chunks are cut at line ends and written whole; around node:readline
// (filter-by-readline.ts) it takes up to twice the processor time.

import { lineChanger } from './line-changer.ts'

const change = await lineChanger(...(process.argv.slice(2) as [string, string, string]))
let rest = ''
for await (const chunk of process.stdin.setEncoding('utf8')) {
  const lines = `${rest}${chunk as string}`.split('\n')
  rest = lines.pop()!
  if (lines.length > 0 && !process.stdout.write(`${lines.map((line) => change(line)).join('\n')}\n`)) {
    await new Promise((resolve) => { process.stdout.once('drain', resolve) })
  }
}
if (rest !== '') process.stdout.write(`${change(rest)}\n`)
