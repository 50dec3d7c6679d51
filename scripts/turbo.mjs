// `node scripts/turbo.mjs run lint`: turbo, with the workspace's tools on its path and without telemetry.

import './node-version.mjs'
import { leaveLike, run } from './child.mjs'

leaveLike(await run('turbo', process.argv.slice(2)))
