// The item's end of the line to its kit: a call where the kit is in the same heap, else a socket.

import { createConnection } from 'node:net'
import { createInterface } from 'node:readline'
import { kitsHere, type Order, type Told } from './steering.ts'

/** A line to the kit. */
export interface Line {
  tell(told: Told): void
  /** What the kit orders. */
  readonly order: Promise<Order>
  end(): void
}

/** Opens a line. @param control where the kit is: `<port>/<name>` */
export function openLine(control: string): Line {
  const [port = '', name = ''] = control.split('/')
  const hear = kitsHere().get(name)
  if (hear === undefined) return dial(Number(port))
  let give!: (order: Order) => void
  const order = new Promise<Order>((resolve) => { give = resolve })
  let key: number | undefined
  const tell = (told: Told): void => {
    key = told.key
    hear(told, give)
  }
  return { tell, order, end: () => { if (key !== undefined) hear({ is: 'ended', key }, give) } }
}

function dial(port: number): Line {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true })
  const order = new Promise<Order>((resolve, reject) => {
    socket.on('error', reject)
    createInterface({ input: socket }).on('error', reject).once('line', (line) => { resolve(JSON.parse(line) as Order) })
  })
  order.catch(() => undefined) // an item that has ended does not wait for it
  return { tell: (told) => { socket.write(`${JSON.stringify(told)}\n`) }, order, end: () => { socket.end() } }
}
