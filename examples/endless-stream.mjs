// Maps an endless input as a stream: results come in order while later items run, no more is read than is needed, and
// the input is closed when the reader has enough.
//
//   $ node examples/endless-stream.mjs
//   2 3 5 7 11 13 17 19 23 29
//   the input was closed

import { asyncExecutor, skip } from '@parmap/async'

function* naturals() {
  try {
    for (let n = 2; ; n++) yield n
  } finally {
    console.log('the input was closed')
  }
}

/** @param {number} n */
async function onlyPrimes(n) {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return skip
  return n
}

/** @type {number[]} */
const primes = []
const executor = asyncExecutor({ concurrency: 10 })
for await (const prime of executor.imap(onlyPrimes, naturals(), { window: 20 })) {
  if (primes.push(prime) === 10) {
    console.log(primes.join(' '))
    break
  }
}
