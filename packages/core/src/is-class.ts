// Tells a class from a function that can be called.

/**
 * Whether a function is written as a class, which throws when it is called without `new`. Functions of the runtime
 * cannot be told apart by their looks (`String` can be called, `Map` cannot), so those count as functions.
 * @internal
 */
export function isClass(value: (...given: never[]) => unknown): boolean {
  // Looked at first, because asking for the text costs more: only of classes and the runtime's functions is it fixed.
  const isFixed = Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false
  return isFixed && /^class\b/u.test(Function.prototype.toString.call(value))
}
