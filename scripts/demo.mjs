// The demonstration: maps a task over the source files of this repository with the real command line, and says what to
// try next. Knows the tree, not git: a downloaded archive has none.

import { readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { run } from './child.mjs'
import { bin, root } from './workspace.mjs'

const FOLDERS = ['packages', 'apps', 'bench', 'scripts', 'examples', 'test']
const SOURCE = /\.(ts|mjs)$/
const NOT_OURS = /^(node_modules|dist|coverage|\..*)$/
const TASK = 'examples/count-lines.mjs'

/** Shows parmap on real input. @returns {Promise<import('./child.mjs').End>} how the run ended */
export async function showDemo() {
  const files = FOLDERS.flatMap((folder) => [...sourceFiles(join(root, folder))])
  console.error(`Counting the lines of the ${files.length} source files of this repository, 16 files at once:\n`)
  console.error(`  parmap map ${TASK} --from lines -j 16 < list-of-files\n`)
  const end = await run(process.execPath, [bin, 'map', TASK, '--from', 'lines', '-j', '16'], { input: files.map((file) => `${file}\n`).join('') })
  if (end.code === 0) console.error(NEXT)
  return end
}

const NEXT = `
Try next:
  npm start -- map ${TASK} ::: README.md LICENSE
  npm start -- map ${TASK} --from lines --unordered -i FILE
  npm start -- --help
  npm test
From a shell script say \`npm start --silent -- …\`: then nothing but the results is on stdout.`

/**
 * @param {string} folder
 * @returns {Generator<string>} paths from the root, with slashes, in an order that every machine has
 */
function* sourceFiles(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !NOT_OURS.test(entry.name)) yield* sourceFiles(path)
    if (entry.isFile() && SOURCE.test(entry.name)) yield relative(root, path).split(sep).join('/')
  }
}
