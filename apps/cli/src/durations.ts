// Times as people write and read them: `1.5s` in a flag, `1.50 s` in a summary.

const MICROSECONDS = 1_000
const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const

// The longest time that timers take, about 24.8 days.
const LONGEST_MS = 2_147_483_647

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/u

/** What a duration must look like, in words. */
export const DURATION_RULE = 'a number > 0 with its unit (ms, s, m or h; at most 24 days), such as 500ms or 1.5s'

/** Milliseconds of a duration such as `500ms`, `1.5s`, `2m`, `1h`; undefined for anything else, also without a unit. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = DURATION.exec(text) ?? []
  const ms = Number(number) * UNITS_MS[unit as keyof typeof UNITS_MS]
  return ms > 0 && ms <= LONGEST_MS ? ms : undefined
}

/** Milliseconds for the eye: `40 µs`, `12 ms`, `1.50 s`, `2 m 05 s`, `1 h 02 m`. */
export function formatDuration(ms: number): string {
  if (ms > 0 && ms < 0.9995) return `${Math.max(1, Math.round(ms * MICROSECONDS))} µs`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_995) return `${(ms / UNITS_MS.s).toFixed(2)} s`
  const seconds = Math.round(ms / UNITS_MS.s)
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${twoDigits(seconds % 60)} s`
  return `${Math.floor(seconds / 3_600)} h ${twoDigits(Math.floor((seconds % 3_600) / 60))} m`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
