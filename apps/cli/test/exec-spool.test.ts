// Output that waits, in memory and on the disk. Against real files.

import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { Spool, SpoolSpace } from '../src/exec/spool.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const read = (spool: Spool): Buffer => Buffer.concat([...spool.chunks()])

/** The files of a folder that this process has open although they have no name any more. */
function nameless(folder: string): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`)
      return path.startsWith(folder) && path.endsWith(' (deleted)') ? [`/proc/self/fd/${fd}`] : []
    } catch {
      return [] // that of this look
    }
  })
}

describe('a spool', () => {
  test('gives back what was written, again and again, however much of it is on the disk', () => {
    const folder = temporaryFolder()
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 }), fc.nat(100), fc.nat(200), (chunks, spoolBytes, totalBytes) => {
        const space = new SpoolSpace({ spoolBytes, totalBytes, folder })
        const spools = [new Spool(space), new Spool(space)]
        for (const [place, chunk] of chunks.entries()) spools[place % 2]!.write(Buffer.from(chunk))
        const expected = [0, 1].map((rest) => Buffer.concat(chunks.filter((_, place) => place % 2 === rest)))
        expect(spools.map((spool) => spool.bytes)).toEqual(expected.map(({ length }) => length))
        expect(spools.map(read)).toEqual(expected)
        expect(spools.map(read)).toEqual(expected)
        expect(space.heldBytes).toBeLessThanOrEqual(totalBytes)
        for (const spool of spools) spool.discard()
        expect(space.heldBytes).toBe(0)
      }),
      { numRuns: 500 },
    )
  })

  test('holds no more in memory than its bound, and all of them no more than theirs', () => {
    const space = new SpoolSpace({ spoolBytes: 10, totalBytes: 15, folder: temporaryFolder() })
    const [a, b] = [new Spool(space), new Spool(space)]
    a.write(Buffer.alloc(10))
    b.write(Buffer.alloc(5))
    expect(space.heldBytes).toBe(15)
    b.write(Buffer.alloc(1))
    expect(space.heldBytes).toBe(10)
    a.write(Buffer.alloc(1))
    expect(space.heldBytes).toBe(0)
    a.discard()
    b.discard()
  })

  test('may be larger than a piece that is read at once', () => {
    const space = new SpoolSpace({ spoolBytes: 0, folder: temporaryFolder() })
    const bytes = randomBytes(300_000)
    const spool = new Spool(space)
    spool.write(bytes.subarray(0, 100_001))
    spool.write(bytes.subarray(100_001))
    expect(read(spool).equals(bytes)).toBe(true)
    spool.discard()
  })

  test.skipIf(process.platform !== 'linux')('has a file that only its owner may read, without a name, until it is thrown away', () => {
    const folder = temporaryFolder()
    const spool = new Spool(new SpoolSpace({ spoolBytes: 0, folder }))
    spool.write(Buffer.from('secret'))
    expect(readdirSync(folder)).toEqual([])
    expect(nameless(folder).map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual(['600'])
    spool.discard()
    expect(nameless(folder)).toEqual([])
  })

  test('that cannot have a file says so, and keeps what it has', () => {
    const folder = join(temporaryFolder({ 'no-folder': '' }), 'no-folder')
    const spool = new Spool(new SpoolSpace({ spoolBytes: 5, folder }))
    spool.write(Buffer.from('12345'))
    expect(() => { spool.write(Buffer.from('6')) }).toThrow('its output cannot be kept: ENOTDIR')
    expect(String(read(spool))).toBe('12345')
  })

  const small = join(tmpdir(), `parmap-small-${process.pid}`)
  mkdirSync(small)
  const canMount = spawnSync('sh', ['-c', 'mount -t tmpfs -o size=64k tmpfs "$0"', small]).status === 0
  afterAll(() => {
    spawnSync('sh', ['-c', 'umount "$0"', small])
    rmSync(small, { recursive: true })
  })

  test.skipIf(!canMount)(`on a full disk says so, and keeps what it has ${canMount ? '' : '(no small disk can be mounted here)'}`, () => {
    const folder = small
    const spool = new Spool(new SpoolSpace({ spoolBytes: 0, folder }))
    spool.write(Buffer.alloc(60_000, 'a'))
    expect(() => { spool.write(Buffer.alloc(60_000, 'b')) }).toThrow(`its output cannot be kept: the disk of ${folder} is full`)
    expect(read(spool).subarray(0, 60_000).equals(Buffer.alloc(60_000, 'a'))).toBe(true)
    spool.discard()
    const next = new Spool(new SpoolSpace({ spoolBytes: 0, folder })) // there is room again
    next.write(Buffer.alloc(60_000, 'c'))
    next.discard()
  })
})
