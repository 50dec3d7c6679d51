// What has become of the items of a run, in numbers.

/** The counts of a run. */
export interface Tally {
  /** Items that gave a value, written or not. */
  fulfilled: number
  /** Items whose result has been written. */
  written: number
  failed: number
  skipped: number
}

/** Items that have ended. */
export function endedOf({ fulfilled, failed, skipped }: Tally): number {
  return fulfilled + failed + skipped
}
