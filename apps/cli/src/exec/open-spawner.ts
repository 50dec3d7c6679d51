// Which way processes are started here.

import { NodeSpawner } from './node-spawner.ts'
import { PerlSpawner } from './perl-spawner.ts'
import type { Spawner, SpawnerOptions } from './spawner.ts'

/** The fastest spawner that there is: by way of perl, or of Node where there is none. Close it when nothing runs any more. */
export function openSpawner(options: SpawnerOptions = {}): Spawner {
  return process.platform === 'win32' ? new NodeSpawner(options) : new PerlSpawner(options)
}
