// How a process has ended, in words.

const REASON_LENGTH = 200

/** What is known of a process that has ended. */
export interface Ended {
  readonly failed: boolean
  readonly originalMessage?: string | undefined
  readonly exitCode?: number | undefined
  readonly signal?: string | undefined
  readonly stderr?: unknown
}

/** How it ended, and the line of its stderr that says most. */
export function lastWords({ failed, originalMessage, exitCode, signal, stderr }: Ended): string {
  const lines = typeof stderr === 'string' ? stderr.split('\n').map((line) => line.trim()).filter((line) => line !== '') : []
  const telling = lines.find((line) => /error/i.test(line)) ?? lines.at(-1)
  const how = signal ?? (exitCode === undefined ? (originalMessage ?? 'could not be started') : `exit code ${exitCode}`)
  const end = failed ? `ended with ${how}` : 'ended without a result'
  return (telling === undefined ? end : `${end}: ${telling}`).slice(0, REASON_LENGTH)
}
