// A Table as a note keeps it: its columns' names and its rows, without ages.
import { type Masking, masked } from './masking.ts'

interface Table {
  columnDefinitions: { name: string }[]
  rows: { cells: unknown[] }[]
}

const AGE = /^(age|last schedule|duration|last seen|first seen)$/i

export function tableOf({ columnDefinitions, rows }: Table, { namespace, keepNodes }: Masking) {
  const columns = columnDefinitions.map(c => c.name)
  const cell = (value: unknown, i: number) => {
    const column = columns[i] ?? ''
    if (AGE.test(column)) return 'AGE'
    if (column === 'Node' && !keepNodes) return 'NODE'
    return masked(String(value ?? '').replace(/\(\d[\dhmsd]* ago\)/, '(AGO)'), namespace)
  }
  return { columns, rows: rows.filter(r => r.cells[0] !== 'kube-root-ca.crt').map(r => r.cells.map(cell)) }
}
