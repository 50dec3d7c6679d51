// The worker of piscina where everything is sent with each item, and the state is made anew for each.

import { loadTask, type Given } from './pooled-task.ts'

export default async ({ given, item }: { readonly given: Given; readonly item: unknown }): Promise<unknown> => (await loadTask(given))(item)
