// What the plain scripts do with a line.

/** The function as one from line to line: of `ndjson` it gets a value, and its result is written as JSON. */
export async function lineChanger(format: string, module: string, name: string): Promise<(line: string) => string> {
  const exports = (await import(module)) as Readonly<Record<string, (item: unknown) => unknown>>
  const change = exports[name]!
  return format === 'ndjson' ? (line) => JSON.stringify(change(JSON.parse(line))) : (change as (line: string) => string)
}
