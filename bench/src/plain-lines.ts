// The script that people write instead: a line at a time, one after the other, in one thread. `node plain-lines.js <module>
// <export>`, from stdin to stdout.

import { once } from 'node:events'
import { createInterface } from 'node:readline'

const FULL_LENGTH = 65_536

const [module, name] = process.argv.slice(2) as [string, string]
const task = ((await import(module)) as Record<string, (item: unknown) => unknown>)[name]!
let text = ''
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  text += `${JSON.stringify(await task(JSON.parse(line)))}\n`
  if (text.length < FULL_LENGTH) continue
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
  text = ''
}
process.stdout.write(text)
