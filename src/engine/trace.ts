// Why things are as they are. Every decision, write and message is told as a trace entry that names its cause; "Why?", captions, the event list and
// the sentences for screen readers are all readings of this one trace. The engine never reads it back: it is told outwards, and only the number
// of the last entry is state.

export interface TraceEntry {
  readonly id: number
  /** Simulated milliseconds since the start. */
  readonly at: number
  /** The entry that led to this one; 0 for none (the beginning of the world). */
  readonly cause: number
  /** The actor that tells it: `deployment`, `kubelet`, `you`. */
  readonly by: string
  /** What it is about: `pods default/web-1`, or the like. Plural, space, key. */
  readonly subject: string
  /** What happened, as a key of the catalogues: `replicaset.tooFew`, `write.create`. */
  readonly code: string
  /** The numbers and names that the sentence needs. */
  readonly args: Readonly<Record<string, string | number | boolean>>
}
