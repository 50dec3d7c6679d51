// Numbers as people read them. Without Intl, whose tables take as long to load as the rest of the command.

/** A count with its thousands apart: `1,234,567`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/gu, ',')
}

/** Items per second: `1,234/s`, `0.3/s`. */
export function formatRate(items: number, ms: number): string {
  const perSecond = ms > 0 ? (items * 1_000) / ms : 0
  const rounded = Number(perSecond.toFixed(1))
  return `${rounded < 10 ? rounded : formatCount(Math.round(perSecond))}/s`
}

const GIBIBYTE = 2 ** 30

/** Bytes of memory: `7.8 GiB`. */
export function formatMemory(bytes: number): string {
  return `${(bytes / GIBIBYTE).toFixed(1)} GiB`
}
