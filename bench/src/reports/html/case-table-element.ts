// The table of a case on the page. Cells carry the numbers behind their words, by which the page's script sorts.

import type { Element } from 'hast'
import { h } from 'hastscript'
import type { CaseRow, CaseTable, TableCell } from '../case-table.ts'

/** A table whose rows are contenders; those without figures say why. */
export function caseTableElement(caption: string, { columns, rows }: CaseTable): Element {
  return h('table', { dataSortable: '' }, [
    h('caption', caption),
    h('thead', [h('tr', ['contender', 'call', ...columns].map((text) => h('th', { scope: 'col' }, text)))]),
    h('tbody', rows.map((row) => rowElement(row, columns.length))),
  ])
}

function rowElement({ label, result: { call, role }, cells, mark }: CaseRow, columns: number): Element {
  return h('tr', { class: role }, [
    h('th', { scope: 'row' }, label),
    h('td', [h('code', call)]),
    ...mark === undefined ? cells.map(cellElement) : [h('td', { colSpan: columns, class: 'mark' }, mark)],
  ])
}

function cellElement({ text, value }: TableCell): Element {
  return h('td', { class: 'number', ...(value !== undefined && { dataValue: String(value) }) }, text)
}
