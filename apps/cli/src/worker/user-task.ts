// How the user's task is named to a worker.

/** Plain data: it crosses to wherever the task runs. */
export interface UserTask {
  /** The URL of its module. */
  readonly module: string
  readonly exportName: string
}
