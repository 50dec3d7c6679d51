// Where the code of docs/writing-a-backend.md is compiled: inside this package, so that it finds what it imports.

export const PAGE_FOLDER: URL = new URL('../../.vitest/page/', import.meta.url)
