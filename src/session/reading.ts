// The worker that reads pasted text. YAML may be written so that a parser takes ten seconds over a megabyte of it: here that keeps nobody waiting, since the
// page ends this worker when its time is over (reader.ts). What has been read last is kept, for questions after the lines of its fields.
import { type Manifest, type ManifestError, type ManifestObject, readManifest, syntaxOf } from './manifest.ts'

/** What the page may ask; the answer to each is of its own shape. */
export type Task =
  | { do: 'read'; text: string }
  | { do: 'check'; text: string }
  | { do: 'find'; text: string; fields: readonly FieldAsked[] }

/** A field of the n-th object of the text. */
export interface FieldAsked {
  readonly object: number
  readonly field: string
}

/** What was read, as plain data. */
export interface ReadText {
  readonly objects: readonly Pick<ManifestObject, 'object' | 'line'>[]
  readonly errors: readonly ManifestError[]
}

let last: { text: string; manifest: Manifest } | undefined

export function perform(task: Task): ReadText | ManifestError[] | number[] {
  if (task.do === 'check') return syntaxOf(task.text)
  const manifest = last?.text === task.text ? last.manifest : readManifest(task.text)
  last = { text: task.text, manifest }
  if (task.do === 'read') return { objects: manifest.objects.map(({ object, line }) => ({ object, line })), errors: manifest.errors }
  return task.fields.map(({ object, field }) => manifest.objects[object]?.lineOf(field) ?? 1)
}
