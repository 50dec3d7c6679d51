// A task with a setup: a steered item that also tells what its worker was set up with. Setup and teardown tell their kit
// as items do, under keys of their own, and wait until it has heard them.

import { openLine } from './line.ts'
import type { SteeredItem } from './steering.ts'

/** What the task is given for each worker. */
export interface SetupData {
  /** As in steered items. */
  readonly control: string
  readonly label: readonly string[]
}

/** What a worker has been set up with. */
export interface WorkerState extends SetupData {
  /** Of this setup alone; the teardown tells the same with the sign changed. */
  readonly key: number
}

/** What an item of such a task gives. */
export interface Stateful {
  readonly worker: string
  readonly setup: number
  readonly label: readonly string[]
}

/** Setups have keys from here on, teardowns below zero. */
export const FIRST_SETUP_KEY = 1_000_000

export async function setUpState(data: SetupData): Promise<WorkerState> {
  const key = FIRST_SETUP_KEY + Math.floor(Math.random() * 2 ** 40)
  await announce(data.control, key)
  return { ...data, key }
}

export async function tearDownState({ control, key }: WorkerState): Promise<void> { await announce(control, -key) }

/** The kit's item of this setup or teardown. */
export function isItem({ key }: Pick<SteeredItem, 'key'>): boolean { return key >= 0 && key < FIRST_SETUP_KEY }

async function announce(control: string, key: number): Promise<void> {
  const line = openLine(control)
  line.tell({ is: 'started', key, index: -1, attempt: 1, worker: '' })
  try {
    await line.order
  } finally {
    line.end()
  }
}
