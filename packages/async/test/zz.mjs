  import { asyncExecutor, skip } from '@parmap/async'
  const executor = asyncExecutor()
  const used = () => { gc(); return process.memoryUsage().heapUsed }
  function* numbers(count) { for (let n = 0; n < count; n++) yield n }
  let before = 0, most = 0, seen = 0
  const ITEMS=300000
  const look = () => { if (++seen % (ITEMS / 10) === 0) most = Math.max(most, used()) }
  const measure = async (work) => {
    await work(ITEMS / 10) // code is compiled and caches are filled by now
    console.log('warm')
    seen = most = 0
    before = used()
    await work(ITEMS)
    console.log(JSON.stringify({ seen, growth: most - before }))
  }
await measure(async (count) => { for await (const _ of executor.imap(async (n) => n, numbers(count))) look() })
