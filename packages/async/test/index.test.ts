// What the package exports: one install is enough for users.

import * as core from '@parmap/core'
import * as packageExports from '@parmap/async'
import { expect, test } from 'vitest'

test('the executor, the one-shot map and the user half of core, and nothing else', () => {
  expect(Object.keys(packageExports).toSorted()).toEqual(['ParmapError', 'TaskError', 'asyncExecutor', 'defineTask', 'importTask', 'isWorker', 'map', 'move', 'skip'])
})

test('what comes from core is that of core', () => {
  const { defineTask, importTask, isWorker, move, ParmapError, skip, TaskError } = core
  expect(packageExports).toMatchObject({ defineTask, importTask, isWorker, move, ParmapError, skip, TaskError })
})
