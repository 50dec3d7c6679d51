// Where the lines of items come in: by a name in this heap, and on a socket where items run elsewhere.

import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { kitsHere, type Hear, type Order, type Told } from './steering.ts'

let count = 0

export class Switchboard {
  readonly #name = `kit-${++count}`
  readonly #hear: Hear
  readonly #server: Server | undefined
  readonly #sockets = new Set<Socket>()

  /** @param isShared whether all items run in this heap */
  constructor(isShared: boolean, hear: Hear) {
    this.#hear = hear
    this.#server = isShared ? undefined : createServer((socket) => { this.#answer(socket) })
  }

  /** What items are given to find their kit. */
  get address(): string { return `${(this.#server?.address() as AddressInfo | null | undefined)?.port ?? 0}/${this.#name}` }

  async open(): Promise<void> {
    kitsHere().set(this.#name, this.#hear)
    const server = this.#server
    if (server === undefined) return
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', resolve)
    })
    server.unref() // what holds the host is the executor's business, and a rule
  }

  async close(): Promise<void> {
    kitsHere().delete(this.#name)
    for (const socket of this.#sockets) socket.destroy()
    const server = this.#server
    if (server?.listening === true) await new Promise((resolve) => { server.close(resolve) })
  }

  #answer(socket: Socket): void {
    this.#sockets.add(socket)
    socket.unref().setNoDelay(true)
    socket.on('error', () => undefined) // its worker has died
    const give = (order: Order): void => { socket.write(`${JSON.stringify(order)}\n`) }
    let key: number | undefined
    socket.on('close', () => {
      this.#sockets.delete(socket)
      if (key !== undefined) this.#hear({ is: 'ended', key }, give) // also where its worker died with it
    })
    createInterface({ input: socket }).on('error', () => undefined).on('line', (line) => {
      const told = JSON.parse(line) as Told
      key = told.key
      this.#hear(told, give)
    })
  }
}
