// Chance that can be repeated: the order of a run and the resampling of its figures follow from one seed.

import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Numbers in [0, 1), the same for the same seed. */
export type Random = () => number

/** A stream of random numbers from an integer seed. */
export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed)
  return () => uniformFloat64(generator)
}
