// node spawn-loops.js <loops> <command…>: a command for each line of stdin, in as many loops around Node's own `spawn` as
// may run at once: what one writes by hand. `{}` stands for the line; without, it becomes the last argument.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

const [loops, file, ...args] = process.argv.slice(2) as [string, string, ...string[]]
const items = (await text(process.stdin)).trimEnd().split('\n')
const hasPlace = args.some((arg) => arg.includes('{}'))
let next = 0

async function lane(): Promise<void> {
  while (next < items.length) {
    const item = items[next++]!
    const given = hasPlace ? args.map((arg) => arg.replaceAll('{}', item)) : [...args, item]
    await once(spawn(file, given, { stdio: ['ignore', 'inherit', 'inherit'] }), 'exit')
  }
}

await Promise.all(Array.from({ length: Number(loops) }, lane))
