// When a run ends before its items do because of how items ended: `soon,fail=3`. Counts; ends nothing by itself.

/** What is counted: items that failed, that gave a result, or either. */
type Counted = 'fail' | 'success' | 'done'

/** Let what runs end, or stop it. */
export type HaltWay = 'soon' | 'now'

/** When to halt. */
export interface HaltPolicy {
  readonly way: HaltWay
  readonly counted: Counted
  readonly limit: number
  /** Whether the limit is a percentage of the items that have ended. */
  readonly isPercentage: boolean
}

/** What a policy must look like, in words. */
export const HALT_RULE = 'never, or soon or now with fail, success or done and a number ≥ 1 (fail and success also N%), such as now,fail=1 or soon,fail=10%'

/** A percentage of few items says nothing. */
const FEWEST_ITEMS = 10

const POLICY = /^(soon|now),(fail|success|done)=(\d+)(%?)$/u

/** The policy of a text such as `soon,fail=10%`; undefined for any other text. */
export function parseHalt(text: string): HaltPolicy | undefined {
  const [, way, counted, digits, percent] = POLICY.exec(text) ?? []
  const limit = Number(digits)
  const isPercentage = percent === '%'
  // All items that have ended are done: done=50% would hold from the first on.
  if (!(limit >= 1) || (isPercentage && (limit > 100 || counted === 'done'))) return undefined
  return { way: way as HaltWay, counted: counted as Counted, limit, isPercentage }
}

/** Watches the items of a run. Skipped items are neither failures nor successes. */
export class HaltWatch {
  readonly policy: HaltPolicy
  #failed = 0
  #succeeded = 0

  constructor(policy: HaltPolicy) { this.policy = policy }

  /** An item has ended. @returns whether the run is to halt */
  add(isFailure: boolean): boolean {
    if (isFailure) this.#failed++
    else this.#succeeded++
    const { counted, limit, isPercentage } = this.policy
    const ended = this.#failed + this.#succeeded
    const count = counted === 'done' ? ended : counted === 'fail' ? this.#failed : this.#succeeded
    return isPercentage ? ended >= FEWEST_ITEMS && count * 100 >= limit * ended : count >= limit
  }

  /** Why, in words: `3 items failed`. */
  get reason(): string {
    const { counted, limit, isPercentage } = this.policy
    const what = { fail: 'failed', success: 'succeeded', done: 'ended' }[counted]
    return isPercentage ? `${limit} % of the items ${what}` : `${limit} ${limit === 1 ? 'item' : 'items'} ${what}`
  }
}
