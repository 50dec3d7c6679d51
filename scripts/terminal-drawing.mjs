// Draws windows of a terminal as SVG. Each stretch of text has a place and a width of its own, so that columns stand where
// they stood, whatever font there is. Knows rows, not where they come from.

const [CHARACTER_WIDTH, ROW_HEIGHT, FONT_SIZE] = [8.4, 19, 14]
const [PADDING, BAR_HEIGHT, GAP] = [16, 30, 14]

// Contrast of at least 7 : 1 on the background, which is the same on light pages and on dark ones.
const STYLE = `text { font: ${FONT_SIZE}px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #e6edf3; white-space: pre }
.dim { fill: #9da7b3 } .red { fill: #ff9a92 } .green { fill: #7ee787 }
.window { fill: #0d1117; stroke: #57606a } .caption { fill: #9da7b3; text-anchor: middle }`

/**
 * A picture of windows, one below the other.
 * @param {readonly { readonly caption: string, readonly rows: readonly (readonly import('./terminal-run.mjs').Span[])[] }[]} windows
 * @returns {string} the text of an SVG file
 */
export function drawWindows(windows) {
  const columns = Math.max(...windows.flatMap(({ rows }) => rows.flatMap((spans) => spans.map(({ column, text }) => column + text.length))))
  const width = Math.ceil(columns * CHARACTER_WIDTH) + 2 * PADDING
  let top = 0
  const drawn = windows.map(({ caption, rows }) => {
    const height = BAR_HEIGHT + rows.length * ROW_HEIGHT + PADDING
    const lines = rows.flatMap((spans, row) => spans.map((span) => drawSpan(span, top + BAR_HEIGHT + (row + 1) * ROW_HEIGHT - 5)))
    const parts = [
      `<rect class="window" x="0.5" y="${top + 0.5}" width="${width - 1}" height="${height - 1}" rx="8"/>`,
      `<text class="caption" x="${width / 2}" y="${top + 20}">${caption}</text>`,
      ...lines,
    ]
    top += height + GAP
    return parts.join('\n')
  })
  const height = top - GAP
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">\n<style>${STYLE}</style>\n${drawn.join('\n')}\n</svg>\n`
}

/** @type {(span: import('./terminal-run.mjs').Span, baseline: number) => string} */
function drawSpan({ column, text, style }, baseline) {
  const className = style === 'plain' ? '' : ` class="${style}"`
  const [x, length] = [PADDING + column * CHARACTER_WIDTH, text.length * CHARACTER_WIDTH].map((number) => Number(number.toFixed(1)))
  return `<text${className} x="${x}" y="${baseline}" textLength="${length}" xml:space="preserve">${escaped(text)}</text>`
}

/** @type {(text: string) => string} */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
