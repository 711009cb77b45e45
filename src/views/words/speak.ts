// The language that is spoken. What the living stage says in English is among the first words; the rest, and 简体中文, are fetched when they are wanted, before the first
// thing is drawn that says them.
import { setupI18n } from '@lingui/core'
import { useSyncExternalStore } from 'react'
import { first } from './en/first.ts'
import type { en } from './en/index.ts'
import { messagesOf } from './messages.ts'

export type Language = 'en' | 'zh'
export const LANGUAGES: readonly Language[] = ['en', 'zh']

type English = typeof en
type Base<K> = K extends `${infer B}_one` | `${infer B}_other` ? B : K
/** What can be said: a sentence in several plural forms has one key. */
export type Key = Base<keyof English>
type Text<K extends Key> = English[Extract<keyof English, K | `${K}_one` | `${K}_other`>]
type Names<T> = T extends `${string}{{${infer N}}}${infer Rest}` ? N | Names<Rest> : never
type Given<N extends string> = Readonly<Record<N, string | number | boolean>>
/** What a sentence has names for must be given; of a key that may be any nobody knows. */
type Needs<K extends Key> = Key extends K
  ? [args?: Given<string>]
  : [Names<Text<K>>] extends [never]
    ? [args?: Given<string>]
    : [args: Given<Names<Text<K>>>]
export type Words = <K extends Key>(key: K, ...args: Needs<K>) => string

// While words are still on their way, what they would say is left out.
const i18n = setupI18n({ missing: () => '' })
// The catalogues are cut already; a sentence without names is said as it stands.
i18n.setMessagesCompiler(text => [text])
i18n.load('en', messagesOf(first))
i18n.activate('en')

/** Whether there is such a sentence. */
export const isKnown = (key: string): boolean => Object.hasOwn(i18n.messages, key)

/** Any sentence, its key unchecked. The library would read `\u0041` as A, also in what is put in: back strokes are out of its sight meanwhile. */
export function tell(key: string, args?: Readonly<Record<string, unknown>>): string {
  if (!args) return i18n._(key)
  const hidden = Object.fromEntries(Object.entries(args).map(([k, v]) => [k, typeof v === 'string' ? v.replaceAll('\\', HIDDEN) : v]))
  return i18n._(key, hidden).replaceAll(HIDDEN, '\\')
}
const HIDDEN = '\uE000'

/** The words of panels, menus and marks, of each language that they were fetched for. */
const LATER: Readonly<Record<Language, () => Promise<{ later: Readonly<Record<string, string>> }>>> = {
  en: () => import('./en/later.ts'),
  zh: () => import('./zh/later.ts'),
}
const whole = new Set<Language>()
let isRestWanted = false

async function loadLater(language: Language): Promise<void> {
  if (whole.has(language)) return
  const { later } = await LATER[language]()
  whole.add(language)
  i18n.load(language, messagesOf(later))
}

/** The words of panels, menus and marks: there before the first of them is drawn, in this language and in any that is chosen from now on. */
export function loadRest(): Promise<void> {
  isRestWanted = true
  return loadLater(languageNow())
}

/** Whether all words are there. */
export const isWhole = (): boolean => whole.has(languageNow())

/** Speaks that language from now on. Resolves when its words are there. */
export async function chooseLanguage(language: Language): Promise<void> {
  if (language === 'zh') {
    const { first } = await import('./zh/first.ts')
    i18n.load('zh', messagesOf(first))
  }
  if (isRestWanted) await loadLater(language)
  i18n.activate(language)
}

export const languageNow = (): Language => (i18n.locale === 'zh' ? 'zh' : 'en')

const onChange = (told: () => void) => i18n.on('change', told)

export const useLanguage = (): Language => useSyncExternalStore(onChange, languageNow)

/** Whether all words are there; renders again when they are. */
export const useWhole = (): boolean => useSyncExternalStore(onChange, isWhole)

/** The words, for a component: another function, and so rendered again, when another language is chosen or more words have come. */
export const useWords = (): Words => useSyncExternalStore(onChange, () => words)
let words: Words = tell
i18n.on('change', () => {
  words = (key, ...args) => tell(key, ...args)
})
