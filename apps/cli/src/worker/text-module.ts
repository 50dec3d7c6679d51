// Where workers find what they run, wherever this has been bundled into: who names a task of it need not load it.

/** The URL of the module `text-task`. */
export const TEXT_MODULE = new URL('./text-task.js', import.meta.url).href
