// Run in a package's folder, with its entries, such as `index` or `worker/task`: bundles src/worker/task.ts into dist/task.js.
// What several entries share comes into files beside them: the engine, which no worker needs, and the rest; with `--lazy`
// first, as many files as it takes for nothing to be loaded before it is imported. What stands after `--` shares nothing with
// the rest, which so has fewer files to load. Other packages stay outside.
//
// Node finds, reads and compiles each module of a graph on its own, so a worker whose entry was 70 small files was ready
// 50 ms later than one of four (docs/decisions/0001-workspace.md).

import './node-version.mjs'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { rolldown } from 'rolldown'

const OUTPUT = 'dist'
const given = process.argv.slice(2)
const isLazy = given[0] === '--lazy'
const entries = isLazy ? given.slice(1) : given
const dashes = entries.indexOf('--')
const groups = dashes === -1 ? [entries] : [entries.slice(0, dashes), entries.slice(dashes + 1)]

mkdirSync(OUTPUT, { recursive: true })
// The names of shared files follow their contents, so those of the last build would stay.
for (const file of readdirSync(OUTPUT, { recursive: true, encoding: 'utf8' })) if (file.endsWith('.js')) rmSync(join(OUTPUT, file))

for (const group of groups) {
  const bundle = await rolldown({
    input: Object.fromEntries(group.map((entry) => [basename(entry), `src/${entry}.ts`])),
    platform: 'node',
    external: /^[^./]/,
    preserveEntrySignatures: 'allow-extension', // asked for by the next option that is not a default
  })
  await bundle.write({
    dir: OUTPUT,
    format: 'esm',
    chunkFileNames: '[name]-[hash].js',
    ...(!isLazy && {
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: [{ name: 'engine', test: /src.(engine|executor|create-executor)/, minShareCount: 2 }, { name: 'shared', minShareCount: 2 }],
      },
    }),
  })
  await bundle.close()
}
