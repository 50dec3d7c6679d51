// How the command ends, as scripts see it. A number here never counts anything.

/** The exit codes of `parmap`. A signal is not among them: it is raised again, so that the parent sees it. */
export const EXIT = {
  /** All went well, also with nothing to do. */
  ok: 0,
  /** An item failed. */
  itemFailed: 1,
  /** A wrong flag or value; nothing ran. */
  usage: 2,
  /** The input cannot be read, or the results cannot be written. */
  stream: 3,
  /** The task cannot run: its module, its export or its setup. For `doctor`: a backend does not work. */
  cannotRun: 4,
  /** Halted by `--halt …,fail=…`, or past the deadline. */
  halted: 5,
  /** The journal is in use, damaged, or of another job; nothing ran. */
  journal: 6,
  /** Nobody reads the results any more: what a shell shows for SIGPIPE. */
  closedPipe: 141,
} as const

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
