// A real browser for the tests of the page, where there is one.

import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const NAMES: readonly string[] = ['chromium', 'chromium-browser', 'google-chrome']

/** Nothing but the page: no sandbox, as root has none, and no conversation of the browser's own. */
const ARGUMENTS: readonly string[] = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
]

/** The first that is on the path; undefined where there is none. */
export const CHROMIUM: string | undefined = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable)

if (CHROMIUM === undefined) console.info(`skipped: the page of the bench in a browser (none of ${NAMES.join(', ')} is on the path)`)

/** Starts it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM!, args: [...ARGUMENTS] })
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
