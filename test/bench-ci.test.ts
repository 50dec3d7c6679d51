// `npm run bench:ci`, in a few seconds: one case of the short set, once.

import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../scripts/workspace.mjs'
import { runProgram } from './run-program.ts'

const reports = ['json', 'md', 'html'].map((kind) => join(root, 'bench', 'results', `ci.${kind}`))

test('it measures beside the baseline, leaves its reports, and tells how it stands', async () => {
  for (const file of reports) rmSync(file, { force: true })
  const printed = await runProgram(process.execPath, [join(root, 'scripts', 'bench-ci.mjs'), '-w', 'start-up', '--rounds', '1']) // of one round nothing is beyond the error
  expect(printed).toMatch(/^(Beside the baseline of Node \d+|.+\/bench\/baseline\.json knows no run of this line of Node)/mu)
  expect(reports.map((file) => existsSync(file))).toEqual([true, true, true])
  expect(JSON.parse(readFileSync(reports[0]!, 'utf8'))).toMatchObject({ complete: true, baseline: { changes: expect.any(Array) as unknown } })
})
