// Runs the linter as the packages' `lint` scripts do, and reads its findings.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../scripts/workspace.mjs'

/** What the linter found, and where: `path` from the folder, `line` from 1, `rule` as `plugin(rule)`. */
export interface Finding {
  readonly path: string
  readonly line: number
  readonly rule: string
}

interface Report {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string; readonly labels: readonly [{ readonly span: { readonly line: number } }] }[]
}

/** Lints the sources of a workspace with the settings in it. @returns the findings by place */
export async function lint(folder: string): Promise<readonly Finding[]> {
  // The linter's exit code says that it found something, which here is what is wanted.
  const report = await promisify(execFile)(join(root, 'node_modules', '.bin', 'oxlint'), ['--type-aware', '--format', 'json', 'packages', 'apps', 'bench'], { cwd: folder })
    .then(({ stdout }) => stdout, ({ stdout }: { readonly stdout: string }) => stdout)
  const { diagnostics } = JSON.parse(report) as Report
  return diagnostics
    .map(({ filename, labels: [{ span }], code }) => ({ path: filename, line: span.line, rule: code }))
    .sort((a, b) => a.line - b.line)
}
