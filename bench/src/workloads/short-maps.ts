// The third of mpire's shapes: a model that each worker loads at a price, then 50 maps of 10 items. Python's side of it is
// python/workloads/short-maps.py.

import { defineTask } from '@parmap/core'
import { integers } from '../integers.ts'
import { prepareState, stateCases } from '../state-kept.ts'
import { WORKERS } from '../workers.ts'
import type { Workload } from '../workload.ts'

const MAPS = 50
const [INPUTS, OUTPUTS] = [784, 512]
const IMAGES = 10_000

interface Model {
  readonly weights: Float32Array
  readonly images: Float32Array
}

const numbers = (count: number, factor: number): Float32Array => Float32Array.from({ length: count }, (_, place) => ((place * factor) % 1_000) / 1_000)

/** A dense layer of 784 × 512, and 10,000 images of 784 pixels. */
export const setup = (): Model => ({ weights: numbers(INPUTS * OUTPUTS, 7), images: numbers(IMAGES * INPUTS, 13) })

/** The output that an image excites most. */
export function apply(image: number, { weights, images }: Model): number {
  let best = 0
  let most = -Infinity
  for (let output = 0; output < OUTPUTS; output++) {
    let sum = 0
    for (let input = 0; input < INPUTS; input++) sum += weights[output * INPUTS + input]! * images[image * INPUTS + input]!
    if (sum <= most) continue
    most = sum
    best = output
  }
  return best
}

export const classified = defineTask(import.meta.url, 'classified', (image: number, { state }) => apply(image, state), { setup: (_data: null) => setup() })

export const workload: Workload = {
  title: `a model to be loaded, then ${MAPS} maps of 10 items, ${WORKERS} workers`,
  way: 'pool',
  floor: 'serial',
  keepsState: true,
  cases: stateCases({ items: 10 * MAPS, quickItems: 10 }),
  prepare: ({ items }) =>
    prepareState({ url: import.meta.url, apply, setup, defined: 'classified', items: integers(items).map((n) => (n * 17) % IMAGES), data: null, batchSize: 5, maps: items / 10 }),
}
