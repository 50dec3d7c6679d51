// What tasks print: a host that has all outcomes may end, so what was printed before an outcome must be with the host
// before the outcome is.

/** An output stream of the worker, as Node has it. */
export interface Printed {
  readonly writableLength: number
  readonly destroyed: boolean
  write(text: string, done: () => void): unknown
}

/** Waits for what has been printed; undefined where nothing is on its way. */
export type Drain = () => Promise<void> | undefined

/** @param streams as they are before a task can replace them */
export function drainOf(streams: readonly Printed[]): Drain {
  const isPending = ({ writableLength, destroyed }: Printed): boolean => writableLength > 0 && !destroyed
  return () => {
    const pending = streams.filter(isPending)
    if (pending.length === 0) return undefined
    return Promise.all(pending.map((stream) => new Promise<void>((resolve) => { stream.write('', resolve) }))).then(() => undefined)
  }
}
