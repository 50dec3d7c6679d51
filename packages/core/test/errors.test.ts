import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import {
  closed, ERROR_CODES, expected, failedItems, ParmapError, setupFailed, show, TaskError, taskFailed, taskLoadFailed, taskNotFound,
  taskNotPortable, terminated, timedOut, timeoutReason, unserializable, unsupported, workerLost, workersCannotStart, type LostExit,
} from '../src/errors.ts'

const failure = { index: 3, attempts: 2, worker: 'thread-1' }

/** A value that throws whatever is done with it. */
function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

/** The errors of every code, each made as it is made in earnest. */
const made: Readonly<Record<string, ParmapError>> = {
  PARMAP_TASK_FAILED: taskFailed(new Error('m'), failure),
  PARMAP_TIMEOUT: timedOut(50, failure),
  PARMAP_WORKER_LOST: workerLost(true, undefined, failure),
  PARMAP_UNSERIALIZABLE: unserializable('a.b', new Error('m'), failure),
  PARMAP_TASK_NOT_FOUND: taskNotFound('file:///t.js', 'f', 'it exports nothing'),
  PARMAP_TASK_LOAD_FAILED: taskLoadFailed('file:///t.js', new Error('m')),
  PARMAP_SETUP_FAILED: setupFailed('f', new Error('m')),
  PARMAP_TASK_NOT_PORTABLE: taskNotPortable('threads', 'f'),
  PARMAP_UNSUPPORTED: unsupported('async', 'maxMemory', 'it has no processes'),
  PARMAP_CLOSED: closed(),
  PARMAP_TERMINATED: terminated(),
}

describe('docs/errors.md', () => {
  /** The cells of the table's rows. */
  async function rows(): Promise<string[][]> {
    const text = await readFile(new URL('../../../docs/errors.md', import.meta.url), 'utf8')
    return text.split('\n').filter((line) => line.startsWith('| `PARMAP_')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()))
  }

  test('lists every code with its meaning, in the order of the source', async () => {
    expect((await rows()).map(([code, meaning]) => [code, meaning])).toEqual(Object.entries(ERROR_CODES).map(([code, meaning]) => [`\`${code}\``, meaning]))
  })

  test('names the class of each, and says what to do', async () => {
    expect((await rows()).map(([code, , type]) => [code, type])).toEqual(Object.entries(made).map(([code, error]) => [`\`${code}\``, `\`${error.name}\``]))
    expect((await rows()).map(([, , , advice]) => advice?.endsWith('.'))).toEqual(Object.keys(made).map(() => true))
  })
})

describe('every error', () => {
  test('is made by a function of its own: each code has one', () => {
    expect(Object.fromEntries(Object.entries(made).map(([code, error]) => [code, error.code]))).toEqual(Object.fromEntries(Object.keys(ERROR_CODES).map((code) => [code, code])))
  })

  test('has a name that is not a property of its own, and a stack', () => {
    for (const error of Object.values(made)) {
      expect(error).toBeInstanceOf(ParmapError)
      expect(Object.hasOwn(error, 'name')).toBe(false)
      expect(error.stack).toContain(`${error.name}: ${error.message}`)
    }
  })
})

describe('the failure of an item', () => {
  test.each([
    [new Error('disk full'), 'Item 3 failed: disk full'],
    [new RangeError(''), 'Item 3 failed: RangeError'],
    ['why', 'Item 3 failed: why'],
    ['', 'Item 3 failed: '],
    [undefined, 'Item 3 failed: `undefined` (undefined)'],
    [null, 'Item 3 failed: `null` (null)'],
    [0, 'Item 3 failed: `0` (number)'],
    [5n, 'Item 3 failed: `5` (bigint)'],
    [Symbol('s'), 'Item 3 failed: `Symbol(s)` (symbol)'],
    [{ message: 'like an error' }, 'Item 3 failed: like an error'],
    [{ a: 1 }, 'Item 3 failed: an object (Object)'],
    [[1], 'Item 3 failed: an array (Array)'],
  ])('tells what was thrown: %#', (thrown, message) => {
    const error = taskFailed(thrown, failure)
    expect(error).toMatchObject({ message, code: 'PARMAP_TASK_FAILED', ...failure })
    expect(error.cause).toBe(thrown)
    expect('cause' in error).toBe(true)
  })

  test('tells that what was thrown cannot be looked at', () => {
    expect(taskFailed(revoked(), failure).message).toBe('Item 3 failed: a value that cannot be looked at')
    expect(taskFailed(new Proxy({}, { has() { throw new Error('hostile') } }), failure).message).toBe('Item 3 failed: a value that cannot be looked at')
  })

  test('by timeout tells it, and has the reason of the signal as its cause', () => {
    const error = timedOut(50, failure)
    expect(error).toMatchObject({ message: 'Item 3 ran longer than its timeout of 50 ms', code: 'PARMAP_TIMEOUT', ...failure })
    expect(error.cause).toEqual(timeoutReason(50))
    expect(timeoutReason(50)).toMatchObject({ name: 'TimeoutError', code: 23, message: 'The task ran longer than its timeout of 50 ms' })
  })

  test.each<[LostExit | undefined, string]>([
    [{ exitCode: 3, signal: null, outOfMemory: false }, 'Item 3 was lost: its worker thread-1 exited with code 3'],
    [{ exitCode: 0, signal: null, outOfMemory: false }, 'Item 3 was lost: its worker thread-1 exited with code 0'],
    [{ exitCode: null, signal: 'SIGKILL', outOfMemory: false }, 'Item 3 was lost: its worker thread-1 was ended by SIGKILL'],
    [{ exitCode: null, signal: 'SIGABRT', outOfMemory: true }, 'Item 3 was lost: its worker thread-1 ran out of memory'],
    [undefined, 'Item 3 was lost: its worker thread-1 went away'],
  ])('by the end of its worker tells how that ended: %#', (exit, message) => {
    const { exitCode = null, signal = null } = exit ?? {}
    const error = workerLost('unknown', exit, failure)
    expect(error).toMatchObject({ message, code: 'PARMAP_WORKER_LOST', exitCode, signal, started: 'unknown', ...failure })
    expect('cause' in error).toBe(false)
  })

  test('by the end of its worker has the cause of that end, and can do without a worker', () => {
    const error = workerLost(true, { exitCode: 1, signal: null, outOfMemory: false, cause: 'uncaught' }, { ...failure, worker: undefined })
    expect(error).toMatchObject({ message: 'Item 3 was lost: its worker exited with code 1', cause: 'uncaught', started: true, worker: undefined })
  })

  test('workers that cannot start: the run has no item to blame, but the end of the last worker', () => {
    const error = workersCannotStart({ worker: 'thread-3', exitCode: 7, signal: null, outOfMemory: false, cause: 'uncaught' }, 3)
    expect(error).not.toBeInstanceOf(TaskError)
    expect(error).toMatchObject({
      message: 'No worker can be started: thread-3 exited with code 7 before it had begun an item, the last of 3 in a row: uncaught', code: 'PARMAP_WORKER_LOST', exitCode: 7, signal: null, cause: 'uncaught',
    })
  })

  test('for what cannot be copied names the field', () => {
    const cause = new Error('() => {} could not be cloned.')
    expect(unserializable('rows[2].run', cause, failure)).toMatchObject({
      message: 'Item 3 cannot be copied at rows[2].run: () => {} could not be cloned.', code: 'PARMAP_UNSERIALIZABLE', path: 'rows[2].run', cause, ...failure,
    })
    expect(unserializable('', cause, failure).message).toBe('Item 3 cannot be copied: () => {} could not be cloned.')
  })

  test('is told together with others, with how many there were', () => {
    const one = taskFailed(1, failure)
    expect(failedItems([one, one, one], 100)).toMatchObject({ message: '3 of 100 items failed', errors: [one, one, one] })
    expect(failedItems([one], 1).message).toBe('1 of 1 item failed')
  })

  test('is a TaskError, which is a ParmapError', () => {
    expect(taskFailed(1, failure)).toBeInstanceOf(TaskError)
    expect(taskFailed(1, failure)).toBeInstanceOf(ParmapError)
    expect(Object.keys(timedOut(1, failure))).toEqual(['code', 'index', 'attempts', 'worker'])
  })
})

describe('what makes a task unusable', () => {
  test('tells module, export and reason', () => {
    expect(taskNotFound('file:///t.js', 'f', 'it exports `g`').message).toBe('No task `f` in file:///t.js: it exports `g`')
  })

  test('tells what the import threw', () => {
    const cause = new SyntaxError('Unexpected token')
    expect(taskLoadFailed('file:///t.js', cause)).toMatchObject({ message: 'Cannot import file:///t.js: Unexpected token', cause })
  })

  test('tells what setup threw', () => {
    expect(setupFailed('f', undefined)).toMatchObject({ message: 'The setup of the task `f` failed: `undefined` (undefined)', cause: undefined })
    expect('cause' in setupFailed('f', undefined)).toBe(true)
  })

  test('shows the lines to write instead of a plain function', () => {
    expect(taskNotPortable('threads', 'resize').message).toBe(
      "threads cannot run the plain function `resize`: it does not share the caller's heap. Write one of:\n" +
        "  export const resize = defineTask(import.meta.url, 'resize', (item) => …)   in a module that exports it\n" +
        '  inlineTask((item, { state }) => …, state)   from @parmap/core/inline, for a function without captured variables',
    )
    expect(taskNotPortable('threads', '').message).toContain("export const task = defineTask(import.meta.url, 'task', (item) => …)")
  })
})

test('an option that a backend cannot honour is named with the reason', () => {
  expect(unsupported('async', 'maxMemory', 'it has no processes').message).toBe('async cannot honour `maxMemory`: it has no processes')
})

test('the end of an executor is told', () => {
  expect(closed().message).toBe('The executor has been closed: it takes no new runs, and its streams pull no more items')
  expect(terminated().message).toBe('The executor has been terminated')
})

describe('a wrong argument', () => {
  test('is told with option, rule and value, as the kind of error that fits', () => {
    expect(expected('limit', 'an integer ≥ 1', 0, RangeError)).toEqual(new RangeError('Expected `limit` to be an integer ≥ 1, got `0` (number)'))
    expect(expected('task', 'a function', 'f')).toEqual(new TypeError("Expected `task` to be a function, got `'f'` (string)"))
  })

  test.each([
    [undefined, '`undefined` (undefined)'],
    [null, '`null` (null)'],
    [-0, '`0` (number)'],
    [Number.NaN, '`NaN` (number)'],
    [10n, '`10` (bigint)'],
    [true, '`true` (boolean)'],
    [Symbol('s'), '`Symbol(s)` (symbol)'],
    ['text', "`'text'` (string)"],
    ['x'.repeat(61), `\`'${'x'.repeat(60)}…'\` (string)`],
    [[1, 2], 'an array (Array)'],
    [{}, 'an object (Object)'],
    [new Map(), 'an object (Map)'],
    [function f() {}, 'the function `f`'],
    [(() => () => {})(), 'the function `anonymous`'],
  ])('is shown short, with its type: %#', (value, text) => {
    expect(show(value)).toBe(text)
  })

  test('is shown also when it throws at every look', () => {
    expect(show(revoked())).toBe('an object (Proxy)')
  })
})
