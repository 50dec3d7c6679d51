// When a run is to halt, counted.

import { expect, test } from 'vitest'
import { HaltWatch, parseHalt } from '../src/run/halt-policy.ts'

/** After which item a policy halts; items are `f` for a failure and `s` for a success. */
function haltsAfter(policy: string, items: string): number {
  const watch = new HaltWatch(parseHalt(policy)!)
  return [...items].findIndex((item) => watch.add(item === 'f')) + 1
}

test.each([
  ['now,fail=1', 'sfs', 2],
  ['now,fail=2', 'fssf', 4],
  ['soon,success=2', 'sfs', 3],
  ['soon,done=2', 'sf', 2],
  ['now,fail=50%', 'fffffsssss', 10], // not before the tenth, though all of the first five failed
  ['now,fail=50%', 'ssssssfffffff', 12],
  ['now,success=100%', 'fsssssssssss', 0],
  ['now,success=100%', 'ssssssssss', 10],
])('%s halts %s after item %i', (policy, items, after) => {
  expect(haltsAfter(policy, items)).toBe(after)
})

test.each(['never', 'now', 'now,fail', 'now,fail=', 'now,fail=-1', 'now,fail=1.5', 'now,fail=0%', 'later,fail=1', 'soon,done=1%'])('%s is no policy', (text) => {
  expect(parseHalt(text)).toBeUndefined()
})
