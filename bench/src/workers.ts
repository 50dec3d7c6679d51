// How many workers the pools of all contenders have.

/** As many as the machine that the budgets are for has cores. */
export const WORKERS = 2
