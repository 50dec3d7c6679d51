// The items of the workloads whose items do not matter: small integers, and what their tasks make of them.

/** 0 … count − 1, in an array without holes. */
export function integers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}

/** What the tasks return: not the item itself, so that a result proves that the task has run. */
export function increment(n: number): number {
  return n + 1
}
