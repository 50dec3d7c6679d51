// Sorting of tables: each heading becomes a button. Without the script there are no buttons, and nothing is missing.

type Order = 'ascending' | 'descending'

/** Rows without a figure in the column stay at the end. */
export function makeSortable(table: HTMLTableElement): void {
  const headings = [...table.tHead!.rows[0]!.cells]
  headings.forEach((heading, column) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...heading.childNodes)
    heading.replaceChildren(button)
    button.addEventListener('click', () => {
      const order: Order = heading.ariaSort === 'ascending' ? 'descending' : 'ascending'
      for (const other of headings) other.ariaSort = null
      heading.ariaSort = order
      const body = table.tBodies[0]!
      body.append(...[...body.rows].toSorted((a, b) => compare(a.cells[column], b.cells[column], order)))
    })
  })
}

function compare(a: HTMLTableCellElement | undefined, b: HTMLTableCellElement | undefined, order: Order): number {
  const [left, right] = [keyOf(a), keyOf(b)]
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined)
  const difference = typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right), 'en')
  return order === 'ascending' ? difference : -difference
}

/** Its number; its text where it is no column of numbers; undefined where there is none. */
function keyOf(cell: HTMLTableCellElement | undefined): number | string | undefined {
  if (cell === undefined || cell.colSpan > 1) return undefined
  const { value } = cell.dataset
  if (value !== undefined) return Number(value)
  return cell.className === 'number' ? undefined : cell.textContent
}
