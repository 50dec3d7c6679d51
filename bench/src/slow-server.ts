// A server that takes as long as it is told: `/7/20` is answered with 8 after 20 ms. Prints its port, and ends when its
// stdin does, thus with the process that has started it, however that ends.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Who does not bound his fetches opens that many connections at once. */
const BACKLOG = 4_096

const server = createServer(({ url = '/' }, response) => {
  const [, n, ms] = url.split('/')
  setTimeout(() => { response.end(String(Number(n) + 1)) }, Number(ms))
})

server.listen({ host: '127.0.0.1', port: 0, backlog: BACKLOG }, () => { console.log((server.address() as AddressInfo).port) })
process.stdin.resume().once('close', () => { process.exit() })
