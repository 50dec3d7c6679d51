// The parts of a path, by bytes: a path need not be text. As GNU parallel has them.

const SLASH = 0x2f
const DOT = 0x2e

/** Which part: `.` without the extension, `/` the base name, `//` the folder, `/.` the base name without the extension. */
export type PathPart = '.' | '/' | '//' | '/.'

const PARTS: Readonly<Record<PathPart, (path: Buffer) => Buffer>> = {
  '.': withoutExtension,
  '/': baseName,
  '//': folder,
  '/.': (path) => withoutExtension(baseName(path)),
}

/** A part of a path, sharing its memory: of `a/b.c`, `.` is `a/b`, `/` is `b.c`, `//` is `a`, `/.` is `b`. */
export function pathPart(path: Buffer, part: PathPart): Buffer {
  return PARTS[part](path)
}

/** All before the last dot of the last name. */
function withoutExtension(path: Buffer): Buffer {
  const dot = path.lastIndexOf(DOT)
  return dot > path.lastIndexOf(SLASH) ? path.subarray(0, dot) : path
}

/** All after the last slash: nothing, where it ends with one. */
function baseName(path: Buffer): Buffer {
  return path.subarray(path.lastIndexOf(SLASH) + 1)
}

/** What `dirname` prints: slashes at the end do not count, a name alone is in `.`. */
function folder(path: Buffer): Buffer {
  const nameEnd = endWithoutSlashes(path, path.length)
  if (nameEnd === 0) return Buffer.from(path.length === 0 ? '.' : '/')
  const slash = path.lastIndexOf(SLASH, nameEnd - 1)
  if (slash === -1) return Buffer.from('.')
  return path.subarray(0, endWithoutSlashes(path, slash) || 1)
}

function endWithoutSlashes(path: Buffer, end: number): number {
  let at = end
  while (at > 0 && path[at - 1] === SLASH) at--
  return at
}
