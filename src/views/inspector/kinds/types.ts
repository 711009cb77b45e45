// What the inspector knows of a kind beyond what all objects have. Nothing of it is asked for by name: Inspector, Head, Why and YAML read one registry.
import type { ReactNode } from 'react'
import type { ApiObject } from '../../../kube/index.ts'
import type { Mirror } from '../../../session/index.ts'
import type { Args, Key } from '../../words/index.ts'

export type Part = (p: { subject: string; width: number }) => ReactNode

/** What it waits for now, as the last line of "Why?". */
export interface Wait {
  readonly code: string
  readonly args?: Args
}
export type Source = Pick<Mirror, 'object' | 'rows' | 'row' | 'now'>

/** A number that is wanted, beside what is seen. */
export interface Beside {
  readonly key: Key
  readonly wanted: number | string
  readonly seen: number | string
}

/** Fields that should agree, in the YAML. */
export interface Pair {
  readonly want: string
  readonly see: readonly string[]
}

/** Which instance of ApiObject it is, each kind knows itself. */
export interface InspectedKind<T extends ApiObject = ApiObject> {
  /** Who looks after it: its chart is shown with the answer of the last visit. */
  readonly actor?: string
  /** In one line: how it is. */
  state?(o: T, mirror: Mirror): string
  numbers?(o: T): readonly Beside[]
  /** `o` is undefined for a machine that has no Node. */
  wait?(source: Source, subject: string, o: T | undefined): Wait | undefined
  readonly pairs?: readonly Pair[]
  /** Before "Why?", and after it. */
  readonly Part?: Part
  readonly Rest?: Part
}
