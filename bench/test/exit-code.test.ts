import { expect, test } from 'vitest'
import { exitCodeOf } from '../src/exit-code.ts'
import type { Result } from '../src/document.ts'

const codeOf = (role: Result['role'], status: Result['status']): number => exitCodeOf({ results: [{ role, status } as Result] })

test('one of ours that fails fails the run', () => {
  expect((['wrong', 'crashed', 'deadline', 'missing', 'refused'] as const).map((status) => codeOf('ours', status))).toEqual([1, 1, 1, 1, 1])
})

test("a peer's failure does not, and neither does a run that was ended", () => {
  expect([codeOf('peer', 'crashed'), codeOf('floor', 'wrong'), codeOf('ours', 'measured'), codeOf('ours', 'not-run')]).toEqual([0, 0, 0, 0])
})
