// The run that the picture shows: `parmap map` over the pages of a web server, typed into a shell on a pseudo-terminal.
// Knows the screen, not how it is drawn.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from './picture-server.mjs'
import { bin } from './workspace.mjs'

const SIZE = { cols: 96, rows: 24 }
const PAGES = 240
/** So many pages are answered until the picture of the running command is taken. */
const PAGES_MEANWHILE = 144

/** The last row, when the shell waits for a line. */
const PROMPT = /(?:^|\n)\$ ?$/u

/** What has not come by then will not. */
const LONGEST_WAIT_MS = 30_000

const TASK = `export default async (url, { signal }) => {
  const page = await fetch(url, { signal })
  if (!page.ok) throw new Error(\`\${page.status} \${page.statusText}\`)
  const [, title] = /<title>(.*)<\\/title>/.exec(await page.text())
  return { url, title }
}
`

/**
 * A stretch of a row in one style.
 * @typedef {{ column: number, text: string, style: 'plain' | 'dim' | 'red' | 'green' }} Span
 */

/**
 * Runs it. Needs a pseudo-terminal, which `@lydell/node-pty` has for most systems.
 * @returns {Promise<{ meanwhile: Span[][], atEnd: Span[][] }>} the rows of the screen while the command runs, and those
 * that are new when it has ended
 */
export async function recordRun() {
  const server = await startServer(PAGES_MEANWHILE)
  const folder = mkdtempSync(join(tmpdir(), 'parmap-picture-'))
  writeFileSync(join(folder, 'title.mjs'), TASK)
  writeFileSync(join(folder, 'urls.txt'), Array.from({ length: PAGES }, (_, page) => `${server.url}/${page + 1}\n`).join(''))
  const terminal = await openTerminal(folder)
  try {
    await terminal.type('cat title.mjs', /^\}$/mu)
    await terminal.type(`parmap map ./title.mjs --from lines -i urls.txt --total ${PAGES} -o titles.ndjson`, /^\[=+-+\] 60 % /mu)
    const meanwhile = terminal.rows()
    server.release()
    await terminal.shows(/ in [\d.]+ m?s /u)
    await terminal.type('head -n 3 titles.ndjson', /title 3"\}$/mu)
    await terminal.shows(PROMPT)
    const end = terminal.rows().slice(0, -1) // without the prompt
    return { meanwhile, atEnd: end.slice(meanwhile.length - 1) } // where the bar was
  } finally {
    terminal.close()
    server.close()
    rmSync(folder, { recursive: true })
  }
}

/** Opens a shell in which `parmap` is the command. */
async function openTerminal(/** @type {string} */ cwd) {
  const [{ spawn }, { default: headless }] = await Promise.all([import('@lydell/node-pty'), import('@xterm/headless')])
  const screen = new headless.Terminal({ ...SIZE, allowProposedApi: true })
  const { CI: _ci, NO_COLOR: _no, FORCE_COLOR: _force, ...env } = process.env
  const shell = spawn('bash', ['--norc', '--noprofile'], { ...SIZE, name: 'xterm-256color', cwd, env: { ...env, PS1: '$ ', 'BASH_FUNC_parmap%%': `() { '${process.execPath}' '${bin}' "$@"; }` } })
  /** @type {Set<() => void>} */
  const watchers = new Set()
  shell.onData((text) => { screen.write(text, () => { watchers.forEach((look) => { look() }) }) })

  const rows = () => rowsOf(screen)
  const text = () => rows().map((spans) => spans.map((span) => span.text).join('')).join('\n')
  /** Resolves when the screen shows it. @type {(expected: RegExp) => Promise<void>} */
  const shows = (expected) => new Promise((resolve, reject) => {
    const timer = setTimeout(() => { reject(new Error(`the screen does not show ${expected}:\n${text()}`)) }, LONGEST_WAIT_MS)
    const look = () => {
      if (!expected.test(text())) return
      watchers.delete(look)
      clearTimeout(timer)
      resolve()
    }
    watchers.add(look)
    look()
  })
  return {
    rows,
    shows,
    /** Types a line at the next prompt; resolves when the screen shows what it is to give. @type {(line: string, expected: RegExp) => Promise<void>} */
    async type(line, expected) {
      await shows(PROMPT)
      shell.write(`${line}\r`)
      await shows(expected)
    },
    close() { shell.kill('SIGKILL') },
  }
}

/** @type {(screen: import('@xterm/headless').Terminal) => Span[][]} */
function rowsOf({ buffer: { active } }) {
  const rows = Array.from({ length: active.length }, (_, row) => spansOf(/** @type {import('@xterm/headless').IBufferLine} */ (active.getLine(row))))
  return rows.slice(0, rows.findLastIndex((spans) => spans.length > 0) + 1)
}

/** @type {(line: import('@xterm/headless').IBufferLine) => Span[]} */
function spansOf(line) {
  const length = line.translateToString(true).length
  /** @type {Span[]} */
  const spans = []
  for (let column = 0; column < length; column++) {
    const cell = /** @type {import('@xterm/headless').IBufferCell} */ (line.getCell(column))
    const [style, last] = [styleOf(cell), spans.at(-1)]
    const text = cell.getChars() || ' '
    if (last?.style === style) last.text += text
    else spans.push({ column, text, style })
  }
  return spans
}

/** @type {(cell: import('@xterm/headless').IBufferCell) => Span['style']} */
function styleOf(cell) {
  if (cell.isDim() !== 0) return 'dim'
  if (!cell.isFgPalette()) return 'plain'
  return cell.getFgColor() === 1 ? 'red' : cell.getFgColor() === 2 ? 'green' : 'plain'
}
