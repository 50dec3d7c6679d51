// `node scripts/picture.mjs`: draws docs/pictures/map.svg anew, from a run of the built command on a real terminal.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawWindows } from './terminal-drawing.mjs'
import { recordRun } from './terminal-run.mjs'
import { root } from './workspace.mjs'

const { meanwhile, atEnd } = await recordRun()
const drawing = drawWindows([
  { caption: 'while it runs', rows: meanwhile },
  { caption: 'when it has ended', rows: atEnd },
])
writeFileSync(join(root, 'docs', 'pictures', 'map.svg'), drawing)
