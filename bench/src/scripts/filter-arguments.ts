// node filter-arguments.js <format> <module> <export> <line>…: its arguments through a function, to stdout: what xargs can
// start.

import { lineChanger } from './line-changer.ts'

const [format, module, name, ...lines] = process.argv.slice(2) as [string, string, string, ...string[]]
const change = await lineChanger(format, module, name)
process.stdout.write(`${lines.map((line) => change(line)).join('\n')}\n`)
