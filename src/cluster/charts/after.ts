// A delay as data: on entering a state, the named hop of the profile is rolled and the event comes when it is over, unless the state was left
// meanwhile. (XState's own `after` is not used: asked for a pure transition, it would fire at once.)

export interface After {
  readonly hop: string
  readonly event: string
}

export const after = (hop: string, event: string) => ({ type: 'after', params: { hop, event } satisfies After })
