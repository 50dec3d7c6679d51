// node filter-arguments.js <module> <export> <line>…: its arguments through a function, to stdout: what xargs can start.

const [module, name, ...lines] = process.argv.slice(2) as [string, string, ...string[]]
const exports = (await import(module)) as Readonly<Record<string, (line: string) => string>>
const change = exports[name]!

process.stdout.write(`${lines.map((line) => change(line)).join('\n')}\n`)
