// The parts of a JSON text as they are written. To parse and write them again would change numbers, spaces, the order of
// names and names that come twice.

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c

/** The elements of an array, or the members of an object, each as it stands between the commas. */
export function splitJson(json: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (code === QUOTE) at = endOfString(json, at)
    else if (isOpening(code)) {
      if (depth++ === 0) start = at + 1
    } else if (isClosing(code)) {
      if (--depth === 0) parts.push(json.slice(start, at))
    } else if (code === COMMA && depth === 1) {
      parts.push(json.slice(start, at))
      start = at + 1
    }
  }
  return parts.length === 1 && parts[0]!.trim() === '' ? [] : parts
}

/** The value of a member of an object, as it is written after the colon. */
export function memberJson(members: readonly string[], name: string): string | undefined {
  const beginning = `"${name}":`
  return members.find((member) => member.trimStart().startsWith(beginning))?.trimStart().slice(beginning.length)
}

/** The name of a member of an object. */
export function memberName(member: string): string {
  const start = member.indexOf('"')
  return JSON.parse(member.slice(start, endOfString(member, start) + 1)) as string
}

/** The position of the quote that ends the string which begins at `start`. */
function endOfString(json: string, start: number): number {
  let end = json.indexOf('"', start + 1)
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1)
  return end
}

function isEscaped(json: string, at: number): boolean {
  let before = at - 1
  while (json.charCodeAt(before) === BACKSLASH) before--
  return (at - before) % 2 === 0
}

function isOpening(code: number): boolean { return code === 0x5b || code === 0x7b }
function isClosing(code: number): boolean { return code === 0x5d || code === 0x7d }
