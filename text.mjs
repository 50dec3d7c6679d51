export const upper = (t) => t.toUpperCase()
export const longest = (ts) => ts.toSorted((a, b) => b.length - a.length)[0]
