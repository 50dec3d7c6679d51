// Connections that workers hold to the test (fixtures/lifeline.mjs): the end of one is the end of its process or thread.

import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { Moments } from './deferred.ts'

export class Lifelines {
  readonly #server = createServer((socket) => { this.#add(socket) })
  readonly #moments = new Moments()
  readonly #sockets = new Set<Socket>()
  #ended = 0

  /** Waits for connections until the end of the test. */
  static async open(): Promise<Lifelines> {
    const lifelines = new Lifelines()
    lifelines.#server.listen(0, '127.0.0.1')
    await once(lifelines.#server, 'listening')
    onTestFinished(() => { lifelines.#close() })
    return lifelines
  }

  get port(): number { return (this.#server.address() as AddressInfo).port }

  /** Resolves when there have been so many. */
  begun(count: number): Promise<void> { return this.#moments.when(() => this.#sockets.size + this.#ended >= count) }

  /** Resolves when so many have ended. */
  ended(count: number): Promise<void> { return this.#moments.when(() => this.#ended >= count) }

  /** Ends what holds the other ends. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #add(socket: Socket): void {
    this.#sockets.add(socket)
    this.#moments.changed()
    socket.on('error', () => undefined).resume().on('close', () => {
      this.#sockets.delete(socket)
      this.#ended++
      this.#moments.changed()
    })
  }

  #close(): void {
    this.#server.close()
    this.cut()
  }
}
