// The mark that leaves an item out of the results. Registered globally, so that two copies of core agree on it.

/**
 * Returned by a task, leaves its item out of the results in every error mode; gaps in `index` tell where.
 * Counted as `skipped` in progress; `submit` resolves to it.
 *
 * ```ts
 * await map((n) => (n % 2 ? n : skip), [1, 2, 3]) // [1, 3]
 * ```
 */
export const skip: unique symbol = Symbol.for('parmap.skip') as typeof skip

/** The type of {@link skip}. */
export type Skip = typeof skip
