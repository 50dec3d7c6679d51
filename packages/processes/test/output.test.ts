// What tasks print arrives whole at the host's, and what they say to others harms nobody.

import { expect, test } from 'vitest'
import { outputSuite, printingProgram } from '../../core/test/support/output-suite.ts'
import { startProgram } from '../../core/test/support/program.ts'
import { WORKERS } from './support/workers.ts'

outputSuite(WORKERS)

test('a host whose readers have gone away is not harmed by what tasks print', async () => {
  const { child, ended } = await startProgram(WORKERS.home, printingProgram(WORKERS, `
    await executor.submit(task('print'), { stream: 'stderr', bytes: 1 })
    process.stdin.resume().on('end', async () => {
      await executor.map(task('print'), Array.from({ length: 10 }, () => ({ stream: 'stderr', bytes: 100000 })))
      console.log('works on')
    })`))
  child.stderr!.once('data', () => {
    child.stderr!.destroy()
    child.stdin!.end()
  })
  expect(await ended).toMatchObject({ code: 0, signal: null, stdout: 'works on\n' })
})

test.for([['stdout', 10_000_000], ['stderr', 50_000]] as const)('what was printed on %s is there although the host calls process.exit() as soon as it has the result', async ([stream, bytes]) => {
  const { ended } = await startProgram(WORKERS.home, printingProgram(WORKERS, `
    await executor.submit(task('print'), { stream: '${stream}', bytes: ${bytes} })
    process.exit()`))
  const { code, [stream]: printed } = await ended
  expect({ code, bytes: printed.length }).toEqual({ code: 0, bytes })
})
