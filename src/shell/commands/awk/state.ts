// What awk keeps from one record to the next: plain data. Upstream: POSIX.1-2017, awk, Variables and Special Variables.
import type { Bytes } from '../../bytes.ts'
import type { Value } from './values.ts'

export interface AwkState {
  variables: { [name: string]: Value }
  arrays: { [name: string]: { [key: string]: Value } }
  /** $0 and its fields. */
  record: Bytes
  fields: Value[]
  /** Range patterns that are open, by the number of their rule. */
  open: { [rule: number]: true }
  /** Files that are written: path → descriptor. */
  files: { [path: string]: number }
  /** Files that getline reads: path → where it is. */
  reading: { [path: string]: number }
  exit: number | undefined
}
export const newAwk = (): AwkState => ({
  variables: {
    FS: ' ',
    OFS: ' ',
    ORS: '\n',
    RS: '\n',
    NR: 0,
    FNR: 0,
    NF: 0,
    SUBSEP: '\x1c',
    CONVFMT: '%.6g',
    OFMT: '%.6g',
    RSTART: 0,
    RLENGTH: -1,
    FILENAME: '',
  },
  arrays: {},
  record: '',
  fields: [],
  open: {},
  files: {},
  reading: {},
  exit: undefined,
})
