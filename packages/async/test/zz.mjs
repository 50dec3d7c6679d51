import diagnostics from 'node:diagnostics_channel'
import { asyncExecutor } from '@parmap/async'
diagnostics.subscribe('parmap:batch:start', m => console.log(m))
await asyncExecutor({ concurrency: 2 }).map(async (item) => item, [1, 2, 3, 4, 5], { batchSize: 5 })
console.log('manual')
let open=[]; const d= asyncExecutor({ concurrency: 2 }).map((item) => new Promise(r=>open.push(r)), [1, 2, 3, 4, 5,6,7,8,9,10], { batchSize: 5 })
await new Promise(setImmediate)
