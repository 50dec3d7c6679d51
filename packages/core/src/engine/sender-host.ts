// What the sending half of a run knows of the run.

import type { AnyTask, AnyTaskFunction } from '../task.ts'
import type { InputFailure } from './ahead.ts'

/** The run for which items are sent. */
export interface SenderHost {
  readonly task: AnyTask | AnyTaskFunction
  /** The last index whose outcome is wanted: -1 when the run is over, Infinity while nothing has failed. */
  readonly cutAt: number
  /** Slots that its flights hold. */
  used: number
  /** Items that have had their outcome. */
  readonly ended: number
  readonly isStream: boolean
  /** Something has come from the input that was waited for. */
  inputChanged(): void
  /** Something is to be sent again. */
  wake(): void
  /** The promise of an item was rejected before it could be sent. */
  itemRejected(index: number, failure: InputFailure): void
}
