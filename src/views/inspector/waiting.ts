// What a thing waits for now: the last line of "Why?". Each kind knows it of itself.
import { subjectOf } from '../subject.ts'
import { inspectedKind, type Source, type Wait } from './kinds/index.ts'

export function waitOf(source: Source, subject: string): Wait | undefined {
  const { plural, key } = subjectOf(subject)
  return inspectedKind(plural)?.wait?.(source, subject, source.object(plural, key))
}
