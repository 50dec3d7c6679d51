// Tasks with a setup that may be exported again by another module, as the kit's tasks are where workers cannot load
// them from here: their definition bears no module, like that of inline tasks.

const DEFINITION: unique symbol = Symbol.for('parmap.task')

/** Names a function with its setup. @param exportName what it is exported as */
export function defineAnywhere<I, O>(exportName: string, fn: (item: I, context: never) => O, setup: (...data: never[]) => unknown, teardown?: (state: never) => unknown): (item: I) => O {
  return Object.assign((item: I): O => fn(item, undefined as never), { [DEFINITION]: { module: undefined, exportName, fn, setup, teardown } })
}
