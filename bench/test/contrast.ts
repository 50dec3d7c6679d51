// Contrast as a browser has computed it, after WCAG 2. Runs inside the page, so it is whole in itself.

/** What stands out too little, with its ratio: texts below 4.5 : 1, marks of charts below 3 : 1. And how many were looked at. */
export function findFaint(): { readonly faint: readonly string[]; readonly texts: number; readonly marks: number } {
  const TEXT = 4.5
  const MARK = 3
  const channels = (colour: string): number[] => colour.match(/[\d.]+/g)!.map(Number)
  const luminance = (colour: string): number => {
    const [red, green, blue] = channels(colour).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
  }
  const isClear = (colour: string): boolean => channels(colour)[3] === 0
  const behind = (element: Element): string => {
    const own = getComputedStyle(element).backgroundColor
    return isClear(own) && element.parentElement !== null ? behind(element.parentElement) : own
  }
  const ratio = (colour: string, element: Element): number => {
    const [darker, lighter] = [luminance(colour), luminance(behind(element))].toSorted((a, b) => a - b)
    return (lighter! + 0.05) / (darker! + 0.05)
  }
  const texts = [...document.body.querySelectorAll('*')].filter((element) =>
    !['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(element.tagName) && element.tagName !== 'style' && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== ''))
  const marks = [...document.querySelectorAll('[aria-label="bar"] rect, [aria-label="dot"] circle')]
  const faint = (elements: readonly Element[], least: number, colourOf: (element: Element) => string): string[] => elements
    .map((element) => [ratio(colourOf(element), element), element] as const)
    .filter(([found]) => !(found >= least))
    .map(([found, element]) => `${found.toFixed(2)} ${element.tagName}.${element.getAttribute('class')} ${element.textContent}`)
  const fill = (element: Element): string => getComputedStyle(element).fill
  return {
    faint: [...faint(texts, TEXT, (element) => (element instanceof SVGElement ? fill(element) : getComputedStyle(element).color)), ...faint(marks, MARK, fill)],
    texts: texts.length,
    marks: marks.length,
  }
}
