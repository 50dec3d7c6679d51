// Parts of paths: what GNU parallel 20221122 printed for the same ones, but for the last, where it takes a newline for the end of a folder.

import { describe, expect, test } from 'vitest'
import { pathPart, type PathPart } from '../src/exec/path-parts.ts'

const PARTS: readonly PathPart[] = ['.', '/', '//', '/.']

describe('of a path, there are: without extension, base name, folder, base name without extension', () => {
  test.each([
    ['a/b.c', ['a/b', 'b.c', 'a', 'b']],
    ['photo.tar.gz', ['photo.tar', 'photo.tar.gz', '.', 'photo.tar']],
    ['a.d/b', ['a.d/b', 'b', 'a.d', 'b']],
    ['b.', ['b', 'b.', '.', 'b']],
    ['.profile', ['', '.profile', '.', '']],
    ['/b.c', ['/b', 'b.c', '/', 'b']],
    ['a/b/', ['a/b/', '', 'a', '']],
    ['a//b', ['a//b', 'b', 'a', 'b']],
    ['//b', ['//b', 'b', '/', 'b']],
    ['/', ['/', '', '/', '']],
    ['', ['', '', '.', '']],
    ['-n', ['-n', '-n', '.', '-n']],
    ['a b/c d.e f', ['a b/c d', 'c d.e f', 'a b', 'c d']],
    ['a\nb/c\nd.e', ['a\nb/c\nd', 'c\nd.e', 'a\nb', 'c\nd']],
  ])('%j', (path, expected) => {
    expect(PARTS.map((part) => pathPart(Buffer.from(path), part).toString())).toEqual(expected)
  })

  test('bytes that are not UTF-8 stay', () => {
    const path = Buffer.from('\xff/\xfe.\xfd', 'latin1')
    expect(PARTS.map((part) => pathPart(path, part).toString('latin1'))).toEqual(['\xff/\xfe', '\xfe.\xfd', '\xff', '\xfe'])
  })
})
