// Computes on all cores: a program and its task in one file. A worker imports the file for the task, where `isWorker` is
// true, so that it does not run the program again.
//
//   $ node examples/all-cores.mjs
//   primes below 20000, 30000, 40000: 2262, 3245, 4203

import { defineTask, isWorker, map } from '@parmap/threads'

export const countPrimes = defineTask(import.meta.url, 'countPrimes', (/** @type {number} */ limit) => {
  let count = 0
  for (let n = 2; n < limit; n++) if (isPrime(n)) count++
  return count
})

/** @param {number} n */
function isPrime(n) {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false
  return true
}

if (!isWorker) {
  const limits = [20_000, 30_000, 40_000]
  const counts = await map(countPrimes, limits)
  console.log(`primes below ${limits.join(', ')}: ${counts.join(', ')}`)
}
