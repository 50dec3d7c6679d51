// The web server of the picture: pages that take some time, one of which is missing. Stops answering in the middle, until
// it is told to go on, so that a picture can be taken there.

import { createServer } from 'node:http'

const MISSING = 17
const [SHORTEST_MS, SPREAD_MS] = [60, 80]

/**
 * Starts it.
 * @param {number} untilRelease so many pages are answered before `release()`
 */
export async function startServer(untilRelease) {
  let answered = 0
  /** @type {(() => void)[] | undefined} */
  let waiting = []

  const server = createServer((request, response) => {
    const page = Number(request.url?.slice(1))
    const answer = () => {
      if (page === MISSING) response.writeHead(404).end()
      else response.end(`<title>title ${page}</title>`)
    }
    setTimeout(() => {
      if (waiting === undefined || answered++ < untilRelease) answer()
      else waiting.push(answer)
    }, SHORTEST_MS + ((page * 7) % SPREAD_MS))
  })
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => { resolve(undefined) }) })
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    release() {
      const answers = waiting ?? []
      waiting = undefined
      for (const answer of answers) answer()
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
