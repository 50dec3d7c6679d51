// Downloads pages, never more than three at once, and has them in the order in which they were asked for. A page that
// fails is asked for again; a page that takes too long would be given up.
//
//   $ node examples/bounded-downloads.mjs
//   page 1, page 2, page 3, page 4, page 5, page 6, page 7, page 8
//   at most 3 at once, 9 requests for 8 pages

import { once } from 'node:events'
import { createServer } from 'node:http'
import { asyncExecutor } from '@parmap/async'

// A server that remembers how many it served at once, and fails the first request for page 5.
let requests = 0
let atOnce = 0
let most = 0
const failed = new Set()
const server = createServer((request, response) => {
  requests++
  most = Math.max(most, ++atOnce)
  setTimeout(() => {
    atOnce--
    const fails = request.url === '/5' && !failed.has(request.url)
    if (fails) failed.add(request.url)
    response.writeHead(fails ? 503 : 200).end(`page ${request.url?.slice(1)}`)
  }, 20)
})
await once(server.listen(0, '127.0.0.1'), 'listening')
const address = server.address()
const port = typeof address === 'object' ? address?.port : undefined

const executor = asyncExecutor({ concurrency: 3 })
const pages = await executor.map(
  async (/** @type {number} */ number, { signal }) => {
    const response = await fetch(`http://127.0.0.1:${port}/${number}`, { signal })
    if (!response.ok) throw new Error(`page ${number}: ${response.status}`)
    return response.text()
  },
  [1, 2, 3, 4, 5, 6, 7, 8],
  { retries: 2, timeout: 30_000 },
)
console.log(pages.join(', '))
console.log(`at most ${most} at once, ${requests} requests for ${pages.length} pages`)

server.close()
server.closeAllConnections()
