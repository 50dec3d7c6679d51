// Before all tests: takes the code out of docs/writing-a-backend.md and compiles it, as a reader would.

import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PAGE_FOLDER } from './page-folder.ts'

const PAGE = new URL('../../../../docs/writing-a-backend.md', import.meta.url)
const TSCONFIG = {
  compilerOptions: { module: 'nodenext', target: 'es2023', lib: ['es2023', 'esnext.disposable', 'dom'], strict: true, noUncheckedIndexedAccess: true, types: ['node'] },
  include: ['*.ts'],
}

/** The files of the page: each begins with its name. */
function filesIn(page: string): Map<string, string> {
  return new Map([...page.matchAll(/^```ts\n(\/\/ ([\w.-]+\.ts)\b.*?)^```$/gms)].map(([, source, name]) => [name!, source!]))
}

export async function setup(): Promise<void> {
  const folder = fileURLToPath(PAGE_FOLDER)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const [name, source] of filesIn(await readFile(PAGE, 'utf8'))) await writeFile(join(folder, name), source)
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG))
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  try {
    await promisify(execFile)(process.execPath, [tsc, '-p', folder])
  } catch (error) {
    throw new Error(`The code of docs/writing-a-backend.md does not compile:\n${(error as { stdout?: string }).stdout}`, { cause: error })
  }
}
