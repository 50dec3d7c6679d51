import { describe, expect, test } from 'vitest'
import { repeat, type Repetition } from '../src/repetition.ts'

const RULE: Repetition = { warmUpRuns: 5, warmUpSeconds: 3, steadyRuns: 3, steadySeconds: 1 }

/** Runs that take what the list says, and the last of it for ever. */
async function played(rule: Repetition | undefined, ...seconds: number[]): Promise<{ all: number[]; counted: number[] }> {
  let count = 0
  const { runs, counted } = await repeat(async () => ({ seconds: seconds[count++] ?? seconds.at(-1)! }), rule)
  return { all: runs.map((run) => run.seconds), counted: counted.map((run) => run.seconds) }
}

test('a case without a rule is run once, and that run counts', async () => {
  expect(await played(undefined, 9, 1)).toEqual({ all: [9], counted: [9] })
})

describe('a case that is repeated', () => {
  test('counts the runs after those that warm up, of which the first is one', async () => {
    expect(await played(RULE, 0.5, 0.4, 0.3, 0.2, 0.2, 0.1)).toEqual({ all: [0.5, 0.4, 0.3, 0.2, 0.2, 0.1, 0.1, 0.1], counted: [0.1, 0.1, 0.1] })
  })

  test('warms up no longer than the rule allows, and counts one run at least', async () => {
    expect(await played(RULE, 2)).toEqual({ all: [2, 2, 2], counted: [2] })
    expect(await played(RULE, 7)).toEqual({ all: [7, 7], counted: [7] })
  })

  test('counts fewer runs when they take long', async () => {
    expect(await played(RULE, 0.6)).toEqual({ all: [0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6], counted: [0.6, 0.6] })
  })
})

test('a run that fails ends it', async () => {
  await expect(repeat(() => Promise.reject(new Error('wrong')), RULE)).rejects.toThrow('wrong')
})
