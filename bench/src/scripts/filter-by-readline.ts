// node filter-by-readline.js <format> <module> <export>: the lines of stdin through a function, to stdout, in one thread:
// what one writes who has read the documentation of Node. The output is gathered, for a write for each line takes longest.

import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { lineChanger } from './line-changer.ts'

const FULL_LENGTH = 65_536

const change = await lineChanger(...(process.argv.slice(2) as [string, string, string]))
let text = ''
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  text += `${change(line)}\n`
  if (text.length < FULL_LENGTH) continue
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
  text = ''
}
process.stdout.write(text)
