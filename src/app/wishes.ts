// What the reader wishes the page to be: from the address (?lang=zh&theme=dark&contrast=projector&seed=7&nodes=3&profile=classroom&view=four&scene=four), from the last visit,
// from the system; in this order.
import type { SessionOptions } from '../session/index.ts'
import { LANGUAGES, type Language, type View, viewOf } from '../views/index.ts'

export type Theme = 'light' | 'dark'
/** What was chosen; `system` follows the computer. */
export type Look = 'system' | Theme | 'projector'

export interface Wishes {
  readonly language: Language
  readonly look: Look
  readonly view: View
  /** What the address asks the session to be; nothing: go on with the last one. */
  readonly session: Partial<SessionOptions>
}

const MOST_NODES = 12
/** The scene of the four patterns, and how many nodes it is made for. */
const FOUR = 'four'
const FOUR_NODES = 6

/** `search` is the address's query, `kept` what the last visit chose, `languages` those of the browser. */
export function readWishes(search: string, kept: { language?: string | null; look?: string | null }, languages: readonly string[]): Wishes {
  const query = new URLSearchParams(search)
  return {
    language: languageOf(query.get('lang')) ?? languageOf(kept.language) ?? preferred(languages),
    look: lookOf(query.get('contrast')) ?? lookOf(query.get('theme')) ?? lookOf(kept.look) ?? 'system',
    view: viewOf(query.get('view')) ?? (query.get('scene') === FOUR ? 'four' : 'stage'),
    session: sessionOf(query),
  }
}

function languageOf(word: string | null | undefined): Language | undefined {
  return LANGUAGES.find(l => l === word)
}

/** The first language of the browser that we speak; English when there is none. */
function preferred(languages: readonly string[]): Language {
  for (const tag of languages) {
    const language = languageOf(tag.slice(0, 2).toLowerCase())
    if (language) return language
  }
  return 'en'
}

function lookOf(word: string | null | undefined): Look | undefined {
  return word === 'light' || word === 'dark' || word === 'projector' || word === 'system' ? word : undefined
}

function sessionOf(query: URLSearchParams): Partial<SessionOptions> {
  const seed = wholeNumber(query.get('seed'))
  const scene = query.get('scene') === FOUR ? FOUR : undefined
  const nodes = wholeNumber(query.get('nodes')) ?? (scene && FOUR_NODES)
  const profile = query.get('profile')
  return {
    ...(seed !== undefined && { seed }),
    ...(nodes !== undefined && nodes >= 1 && { nodes: Math.min(MOST_NODES, nodes) }),
    ...(profile && { profile }),
    ...(scene && { scene }),
  }
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
