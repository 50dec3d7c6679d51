// A slot that is lent: to one nested item at a time, to more only where nobody can tell whose slot it is and it must be.

import { describe, expect, test } from 'vitest'
import { Loan } from '../src/engine/loan.ts'

/** A loan of a flight with three slots, and how often one came back late. */
function lent(isShared: boolean): { readonly loan: Loan; readonly late: () => number } {
  let late = 0
  return { loan: new Loan({ held: 3, giveBackLate: () => { late++ } }, isShared), late: () => late }
}

describe('the slot of one item', () => {
  test('is lent once, urgent or not, and again when it has come back', () => {
    const { loan } = lent(false)
    expect([loan.lend(), loan.lend(), loan.lend(true)]).toEqual([true, false, false])
    loan.takeBack()
    expect([loan.lend(true), loan.lend()]).toEqual([true, false])
  })

  test('stays with the nested item when its own has ended, and comes back once, late', () => {
    const { loan, late } = lent(false)
    loan.lend()
    expect([loan.isLent, loan.keeps(), loan.isLent, loan.keeps(), late()]).toEqual([true, true, false, false, 0])
    loan.takeBack()
    expect(late()).toBe(1)
    loan.lend()
    loan.takeBack()
    expect(late()).toBe(1)
  })

  test('is not kept by anybody where it is not lent', () => {
    const { loan, late } = lent(false)
    expect([loan.isLent, loan.keeps()]).toEqual([false, false])
    loan.lend()
    loan.takeBack()
    expect([loan.isLent, loan.keeps(), late()]).toEqual([false, false, 0])
  })

  test('is not lent any more when its item has ended', () => {
    const { loan } = lent(false)
    loan.end()
    expect([loan.lend(), loan.lend(true)]).toEqual([false, false])
  })
})

describe('the slots of items that cannot be told apart', () => {
  test('are lent one at a time, and each of them where it is urgent', () => {
    const { loan } = lent(true)
    expect([loan.lend(), loan.lend()]).toEqual([true, false])
    expect([loan.lend(true), loan.lend(true), loan.lend(true)]).toEqual([true, true, false])
  })

  test('come back late as often as one was kept', () => {
    const { loan, late } = lent(true)
    for (let n = 0; n < 3; n++) loan.lend(true)
    expect([loan.keeps(), loan.keeps(), loan.isLent]).toEqual([true, true, true])
    for (let n = 0; n < 3; n++) loan.takeBack()
    expect([late(), loan.isLent, loan.keeps()]).toEqual([2, false, false])
  })
})
