// Runs the kit on an executor as a test runner would, and gathers the verdicts.

import { conformance, type ConformanceOptions, type CreateExecutor } from '@parmap/conformance'

/** What the kit found of one rule. */
export interface Verdict {
  readonly number: string
  readonly title: string
  readonly isSkipped: boolean
  /** The message of the failure; undefined: the rule is kept. */
  readonly failure: string | undefined
}

interface Registered {
  readonly title: string
  readonly body: (() => Promise<void>) | undefined
}

// They look at the whole process, so nothing else may go on meanwhile.
const ALONE = new Set(['3.13', '3.14', '4.8', '4.9'])

/** All that the kit would hand to a test runner. */
function registered(createExecutor: CreateExecutor, options: Partial<ConformanceOptions>): Registered[] {
  const found: Registered[] = []
  const test = (title: string, body: () => Promise<void>): void => { found.push({ title, body }) }
  test.skip = (title: string): void => { found.push({ title, body: undefined }) }
  conformance({ describe: (_title, body) => { body() }, test, createExecutor, ...options })
  return found
}

/**
 * The verdicts of the kit. Rules run side by side where they can, so that it does not take long; where only some are
 * asked for, one by one, since that is where they need real workers.
 */
export async function verdicts(createExecutor: CreateExecutor, options: Partial<ConformanceOptions> = {}, among?: RegExp): Promise<readonly Verdict[]> {
  const all = registered(createExecutor, options).filter(({ title }) => among?.test(title.split(' ')[0]!) !== false)
  const judge = async ({ title, body }: Registered): Promise<Verdict> => {
    const number = title.split(' ')[0]!
    try {
      await body?.()
      return { number, title, isSkipped: body === undefined, failure: undefined }
    } catch (error) {
      return { number, title, isSkipped: false, failure: (error as Error).message }
    }
  }
  const isAlone = ({ title }: Registered): boolean => among !== undefined || ALONE.has(title.split(' ')[0]!)
  const found = await Promise.all(all.filter((one) => !isAlone(one)).map(judge))
  for (const one of all.filter(isAlone)) found.push(await judge(one))
  return found
}
