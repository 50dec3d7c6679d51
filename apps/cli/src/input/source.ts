// Where bytes come from: stdin and files. Knows how to look at them before anything runs and how to read them, not what
// is in them.

import { constants, type Stats } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { statDescriptor } from '../descriptor.ts'
import { CommandError, messageOf } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { openFile } from './open-file.ts'

const STDIN = 0

/** One input. */
export interface Source {
  /** As messages show it. */
  readonly name: string
  /** How many bytes there are, where that can be told beforehand. */
  readonly size: number | undefined
  readonly open: () => Promise<Readable> | Readable
  /** Told of every piece that has been read. */
  bytesRead: number
  stream?: Readable
  /** Nobody wants the rest. */
  isLeft?: boolean
}

/**
 * Looks at the inputs, so that one that cannot be read is told of before anything runs.
 * @param inputs names of files, `-` for stdin
 * @throws CommandError naming the first that cannot be read
 */
export async function sourcesOf(inputs: readonly string[]): Promise<Source[]> {
  const sources: Source[] = []
  for (const input of inputs) sources.push(input === '-' ? stdinSource() : await fileSource(input))
  return sources
}

/** The bytes of a source, up to its end or until it is left. @throws CommandError where they cannot be read */
export async function* read(source: Source): AsyncGenerator<Buffer, undefined> {
  try {
    source.stream = await source.open()
    if (source.isLeft === true) source.stream.destroy() // meanwhile
    for await (const chunk of source.stream as AsyncIterable<Buffer>) {
      source.bytesRead += chunk.length
      yield chunk
    }
  } catch (error) {
    if (source.isLeft === true) return // an error of its having been left
    throw unreadable(source.name, error)
  }
}

/** Ends the reading, also that of bytes that have not come: a generator alone would wait for them. */
export function leave(source: Source): void {
  source.isLeft = true
  source.stream?.destroy()
}

function stdinSource(): Source {
  const name = 'stdin'
  try {
    const stats = statDescriptor(STDIN)
    refuseDirectory(stats) // process.stdin would be empty
    return { name, size: sizeOf(stats), open: () => process.stdin, bytesRead: 0 }
  } catch (error) {
    throw unreadable(name, error)
  }
}

async function fileSource(path: string): Promise<Source> {
  try {
    const stats = await stat(path)
    refuseDirectory(stats)
    await access(path, constants.R_OK)
    return { name: path, size: sizeOf(stats), open: () => openFile(path, stats), bytesRead: 0 }
  } catch (error) {
    throw unreadable(path, error)
  }
}

function sizeOf(stats: Stats): number | undefined {
  return stats.isFile() ? stats.size : undefined
}

function refuseDirectory(stats: Stats): void {
  if (stats.isDirectory()) throw new Error('it is a directory')
}

function unreadable(name: string, error: unknown): CommandError {
  return error instanceof CommandError ? error : new CommandError(EXIT.stream, `cannot read ${name}: ${messageOf(error)}`, { cause: error })
}
