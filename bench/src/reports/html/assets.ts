// What the page has of files: its style, its script with the chart library in it, and the licences of that.

import { existsSync, readFileSync } from 'node:fs'
import { ROOT } from '../../discover.ts'

/** Texts to be put into a page as they are. */
export interface Assets {
  readonly style: string
  readonly script: string
  readonly licences: string
}

/** Reads them. @throws where the package has not been built */
export function readAssets(): Assets {
  return {
    style: read('src/reports/page/page.css'),
    // In a page the script would end at the first `</script`; in a string or a regular expression this is the same.
    script: read('dist/reports/page-script.js').replaceAll(/<(?=\/script|!--)/gi, String.raw`\x3c`),
    licences: read('dist/reports/page-licences.txt'),
  }
}

function read(path: string): string {
  const url = new URL(path, ROOT)
  if (!existsSync(url)) throw new Error(`${path} is not there; run the build first`)
  return readFileSync(url, 'utf8').trim()
}
