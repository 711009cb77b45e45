// How long things take. A hop is a named stretch of simulated time with a least and a most, in milliseconds; the dice decide in between.
// Which hops there are is the cluster's business; the engine itself uses the two below.

export interface Profile {
  /** From a change in the store to the visit that it causes. */
  readonly watch: Hop
  /** From a client's request to its effect in the store. */
  readonly write: Hop
  readonly [hop: string]: Hop
}
export type Hop = readonly [leastMs: number, mostMs: number]
