// Real processes of contenders that behave badly: whatever they do, one sample comes of it.

import { describe, expect, test } from 'vitest'
import { entrantsOf, type Entrant } from '../src/entrant.ts'
import { loadWorkloads } from '../src/discover.ts'
import { launch } from '../src/launch.ts'
import type { Contender } from '../src/contender.ts'
import type { Sample } from '../src/sample.ts'

const noop = (await loadWorkloads()).find(({ name }) => name === 'noop')!
const quick = noop.value.cases.find(({ when }) => when === 'quick')!
const never = new AbortController().signal

async function fixture(name: string): Promise<Entrant> {
  const { href: url } = new URL(`fixtures/${name}.js`, import.meta.url)
  const { contender: value } = (await import(url)) as { readonly contender: Contender }
  const nobody = { version: undefined, workloads: [], contenders: {} }
  return entrantsOf(noop, [{ name, url, value }], nobody, { node: process.execPath, python: 'python3' })[0]!
}

async function sampleOf(name: string, deadline = 60): Promise<Sample> {
  return launch((await fixture(name)).command(quick), { deadline, signal: never })
}

describe('a contender that', () => {
  test('throws is marked with its message', async () => {
    expect(await sampleOf('throws')).toEqual({ status: 'crashed', reason: 'out of luck' })
  })

  test('exits is marked with its code and its last words', async () => {
    expect(await sampleOf('exits')).toEqual({ status: 'crashed', reason: 'ended with exit code 3: Error: nothing left' })
  })

  test('is killed is marked with the signal', async () => {
    expect(await sampleOf('dies')).toEqual({ status: 'crashed', reason: 'ended with SIGKILL' })
  })

  test('never answers, and keeps nothing alive, is marked', async () => {
    expect(await sampleOf('forgets')).toMatchObject({ status: 'crashed', reason: expect.stringMatching(/^ended with exit code 13/) as unknown })
  })

  test('hangs is killed with all that it has started', async () => {
    // The process that it started holds the report's channel open: only its death lets the launch end.
    expect(await sampleOf('hangs', 2)).toEqual({ status: 'deadline', reason: 'did not end within 2 s' })
  })

  test('answers wrongly is marked with the first wrong result', async () => {
    expect(await sampleOf('cheats')).toEqual({ status: 'wrong', reason: 'result 0 is 0 instead of 1' })
  })

  test('answers wrongly in a later run is marked, too', async () => {
    expect(await sampleOf('tires')).toEqual({ status: 'wrong', reason: '0 results instead of 10000' })
  })

  test('lacks its package is marked as missing', async () => {
    expect(await sampleOf('lacks')).toMatchObject({ status: 'missing', reason: expect.stringContaining('a-package-that-nobody-has') as unknown })
  })

  test('prints what looks like a report is measured all the same', async () => {
    expect(await sampleOf('chatters')).toEqual({
      status: 'measured',
      seconds: expect.any(Number) as unknown,
      userSeconds: expect.any(Number) as unknown,
      systemSeconds: expect.any(Number) as unknown,
      firstSeconds: expect.any(Number) as unknown,
      spentSeconds: expect.any(Number) as unknown,
      peakBytes: expect.any(Number) as unknown,
    })
  })
})

test('a program that is not there is marked', async () => {
  const sample = await launch(['/no/such/program'], { deadline: 60, signal: never })
  expect(sample).toMatchObject({ status: 'crashed', reason: expect.stringContaining('ENOENT') as unknown })
})

test('the end of the contest ends a running contender', async () => {
  const stop = new AbortController()
  const running = launch((await fixture('hangs')).command(quick), { deadline: 60, signal: stop.signal })
  stop.abort(new Error('enough'))
  await expect(running).rejects.toThrow('enough')
})
