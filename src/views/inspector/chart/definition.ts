// A chart's definition as it is drawn. Read from the XState definition that runs: its states in their order, where they lead, and which of them are the way that
// things usually go. Two sorts: charts of what takes time, and charts of what compares (one event, LOOK, guards in English).

/** As much of an XState machine's config as is drawn. */
export interface MachineConfig {
  readonly id?: string | undefined
  readonly initial?: unknown
  readonly states?: Readonly<Record<string, unknown>> | undefined
}

interface StateConfig {
  readonly initial?: string
  readonly on?: Readonly<Record<string, unknown>>
  readonly states?: Readonly<Record<string, StateConfig>>
  readonly type?: string
}

export interface Edge {
  readonly event: string
  readonly target: string
}

export interface ChartState {
  /** `running.ready` */
  readonly id: string
  readonly edges: readonly Edge[]
}

export interface TimedDefinition {
  readonly id: string
  readonly initial: string
  readonly states: ReadonlyMap<string, ChartState>
  /** How it usually goes, from the initial state on. */
  readonly main: readonly string[]
  /** The others, each with the state that leads there. */
  readonly sides: readonly { readonly id: string; readonly from: string }[]
}

/** Reads a chart of something that takes time. */
export function timedDefinition(config: MachineConfig): TimedDefinition {
  const states = new Map<string, ChartState>()
  const root = config as StateConfig & { id?: string }
  const leaf = (path: string): string => {
    const state = find(root, path)
    return state?.initial ? leaf(`${path}.${state.initial}`) : path
  }
  const ways = new Map<string, readonly (readonly Edge[])[]>()
  const walk = (state: StateConfig, path: string, inherited: readonly (readonly Edge[])[]): void => {
    const parent = path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : ''
    const levels = [edgesOf(state, parent).map(e => ({ ...e, target: leaf(e.target) })), ...inherited]
    if (state.states) for (const [name, inner] of Object.entries(state.states)) walk(inner, `${path}.${name}`, levels)
    else {
      ways.set(path, levels)
      states.set(path, { id: path, edges: levels.flat().filter(e => e.target !== path) })
    }
  }
  for (const [name, state] of Object.entries(root.states ?? {})) walk(state as StateConfig, name, [])
  const initial = leaf(String(root.initial))
  const main = mainPath(ways, initial)
  return { id: root.id ?? '', initial, states, main, sides: sidesOf(states, main) }
}

function find(root: StateConfig, path: string): StateConfig | undefined {
  let state: StateConfig | undefined = root
  for (const name of path.split('.')) state = state?.states?.[name]
  return state
}

/** Own transitions, in order; a target is a sibling unless it begins with a dot. */
function edgesOf(state: StateConfig, parent: string): Edge[] {
  return Object.entries(state.on ?? {}).flatMap(([event, value]) =>
    [value].flat().flatMap(v => {
      const target = typeof v === 'string' ? v : ((v as { target?: string } | undefined)?.target ?? '')
      return target && !target.startsWith('.') ? [{ event, target: parent ? `${parent}.${target}` : target }] : []
    }),
  )
}

/** The first way that leads on, from each state to one that was not there yet: its own first transition, else that of the state around it. A last state from which everything
 * goes back is a detour, not the end. */
function mainPath(ways: ReadonlyMap<string, readonly (readonly Edge[])[]>, initial: string): string[] {
  const path: string[] = []
  for (let at: string | undefined = initial; at !== undefined; ) {
    path.push(at)
    const firsts: (Edge | undefined)[] = (ways.get(at) ?? []).map(level => level[0])
    at = firsts.find(e => e && !path.includes(e.target))?.target
  }
  const last = ways.get(path[path.length - 1] as string)
  return path.length > 2 && last?.some(level => level.length > 0) ? path.slice(0, -1) : path
}

/** The chart without states that this thing can never be in: ways through them lead on to where they lead. */
export function reduced(definition: TimedDefinition, isIdle: (state: string) => boolean): TimedDefinition {
  const { initial, main } = definition
  const gone = (id: string) => id !== initial && isIdle(id)
  const after = (id: string, seen: readonly string[] = []): string | undefined => {
    if (!gone(id)) return id
    const next = definition.states.get(id)?.edges.find(e => !seen.includes(e.target) && main.indexOf(e.target) > main.indexOf(id))
    return next && after(next.target, [...seen, id])
  }
  const states = new Map<string, ChartState>()
  for (const [id, state] of definition.states) {
    if (gone(id)) continue
    const edges = state.edges.flatMap(e => {
      const target = after(e.target)
      return target === undefined || target === id ? [] : [{ event: e.event, target }]
    })
    states.set(id, { id, edges: edges.filter((e, i) => edges.findIndex(o => o.target === e.target) === i) })
  }
  const kept = main.filter(id => !gone(id))
  return { ...definition, states, main: kept, sides: sidesOf(states, kept) }
}

function sidesOf(states: ReadonlyMap<string, ChartState>, main: readonly string[]): { id: string; from: string }[] {
  const sides: { id: string; from: string }[] = []
  const left = new Set([...states.keys()].filter(id => !main.includes(id)))
  for (let grew = true; grew; ) {
    grew = false
    for (const from of [...main, ...sides.map(s => s.id)]) {
      for (const { target } of states.get(from)?.edges ?? []) {
        if (!left.delete(target)) continue
        sides.push({ id: target, from })
        grew = true
      }
    }
  }
  return [...sides, ...[...left].map(id => ({ id, from: main[0] as string }))]
}

export interface Comparison {
  /** undefined: otherwise. */
  readonly guard: string | undefined
  readonly target: string
}

/** Reads a chart of something that compares: its questions in order, and where each leads. */
export function comparingDefinition(config: MachineConfig): { id: string; rows: Comparison[] } {
  const root = config as StateConfig & { id?: string }
  const start = root.states?.[String(root.initial)]
  const rows = [start?.on?.LOOK ?? []].flat() as { guard?: string; target: string }[]
  return { id: root.id ?? '', rows: rows.map(({ guard, target }) => ({ guard, target })) }
}
