// Random numbers that follow from a seed and from what they are for, not from how many were drawn before: what befalls
// an item does not change when others run in between. MurmurHash3 (x86, 32 bits), by Austin Appleby, public domain:
// https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp

/** A number in [0, 1) for these integers. */
export function seeded(seed: number, ...keys: readonly number[]): number {
  let hash = seed
  for (const key of keys) {
    const mixed = Math.imul(rotate(Math.imul(key, 0xcc9e2d51), 15), 0x1b873593)
    hash = (Math.imul(rotate(hash ^ mixed, 13), 5) + 0xe6546b64) | 0
  }
  hash ^= keys.length * 4
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

function rotate(word: number, bits: number): number { return (word << bits) | (word >>> (32 - bits)) }

/** One number after the other, for what has no name of its own. */
export function seededSequence(seed: number, purpose: number): () => number {
  let drawn = 0
  return () => seeded(seed, purpose, drawn++)
}
