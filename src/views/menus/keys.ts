// The keys of the page, as data: the keyboard reads them, and so does the list of keys. Letters of verbs stand with the verbs.
import { VIEWS, type View } from '../patterns/view.ts'
import type { Key } from '../words/index.ts'

export type Command =
  | 'play'
  | 'stepBack'
  | 'stepForward'
  | 'slower'
  | 'faster'
  | 'live'
  | 'skipQuiet'
  | 'yaml'
  | 'events'
  | 'keys'
  | 'escape'
  | 'menu'
  | 'zone'
  | `view.${View}`

export interface Binding {
  /** What KeyboardEvent.key says; none: the browser or the stage does it. */
  readonly key?: string
  readonly command?: Command
  /** As the list shows it. */
  readonly shown: readonly string[]
  readonly label: Key
  /** A single character, which a person may turn off. */
  readonly single?: boolean
}

export const TIME_KEYS: readonly Binding[] = [
  { key: ' ', command: 'play', shown: ['Space'], label: 'keys.play' },
  { key: ',', command: 'stepBack', shown: [','], label: 'keys.stepBack', single: true },
  { key: '.', command: 'stepForward', shown: ['.'], label: 'keys.stepForward', single: true },
  { key: '[', command: 'slower', shown: ['['], label: 'keys.slower', single: true },
  { key: ']', command: 'faster', shown: [']'], label: 'keys.faster', single: true },
  { key: '0', command: 'live', shown: ['0'], label: 'keys.live', single: true },
  { key: 'q', command: 'skipQuiet', shown: ['Q'], label: 'keys.skipQuiet', single: true },
]

export const VIEW_KEYS: readonly Binding[] = [
  ...VIEWS.map(
    (view, i): Binding => ({ key: `${i + 1}`, command: `view.${view}`, shown: [`${i + 1}`], label: `view.${view}`, single: true }),
  ),
  { key: 'y', command: 'yaml', shown: ['Y'], label: 'keys.yaml', single: true },
  { key: 'e', command: 'events', shown: ['E'], label: 'keys.events', single: true },
]

export const STAGE_KEYS: readonly Binding[] = [
  { shown: ['Tab', '← ↑ ↓ →'], label: 'keys.move' },
  { key: 'm', command: 'menu', shown: ['M', 'Shift F10'], label: 'keys.menu', single: true },
  { shown: ['Shift Enter'], label: 'keys.add' },
  { shown: ['Delete'], label: 'keys.delete' },
  { key: 'z', command: 'zone', shown: ['Z'], label: 'keys.zone', single: true },
  { key: 'Escape', command: 'escape', shown: ['Esc'], label: 'keys.escape' },
  { key: '?', command: 'keys', shown: ['?'], label: 'keys.list', single: true },
]

export const KEYS: readonly Binding[] = [...TIME_KEYS, ...VIEW_KEYS, ...STAGE_KEYS]

/** The command of a key, if there is one. Modifiers other than Shift make it somebody else's. */
export function commandOf(e: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>, single: boolean): Command | undefined {
  if (e.ctrlKey || e.metaKey || e.altKey) return undefined
  const key = e.key.length === 1 ? e.key.toLowerCase() : e.key
  return KEYS.find(b => b.key === key && (single || !b.single))?.command
}

/** Speeds that the keys step through. */
const SPEEDS = [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100]

export const slowerThan = (speed: number): number => SPEEDS.findLast(s => s < speed * 0.99) ?? (SPEEDS[0] as number)
export const fasterThan = (speed: number): number => SPEEDS.find(s => s > speed * 1.01) ?? (SPEEDS[SPEEDS.length - 1] as number)
