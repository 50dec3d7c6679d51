// Reads the machine form of a run that was held before.

import { readFile } from 'node:fs/promises'
import { SCHEMA, type Document } from './document.ts'
import { parseJson } from './parse-json.ts'

/** Reads a file. @throws that names the file, where it is none, or not of this program, or of another version of it */
export async function readDocument(file: string): Promise<Document> {
  const value = parseJson(await readFile(file, 'utf8'))
  if (!isDocument(value)) throw new Error(`${file} is not the machine form of a run: expected JSON with "schema": ${SCHEMA}, "workloads" and "results"`)
  return value
}

/** Not a proof: who writes such a file by hand gets what he wrote. */
function isDocument(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null || !('schema' in value && 'workloads' in value && 'results' in value)) return false
  return value.schema === SCHEMA && Array.isArray(value.workloads) && Array.isArray(value.results)
}
