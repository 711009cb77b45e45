// The language that is spoken. English is in the first chunk; 简体中文 is fetched when it is chosen, before the first thing is drawn in it.
import i18next, { type TFunction } from 'i18next'
import { useSyncExternalStore } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import { first } from './en/first.ts'
import type { en } from './en/index.ts'

export type Key = keyof typeof en
export type Language = 'en' | 'zh'
export const LANGUAGES: readonly Language[] = ['en', 'zh']

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words'
    resources: { words: typeof en }
    keySeparator: false
    nsSeparator: false
  }
}

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'words',
  ns: ['words'],
  resources: { en: { words: first } },
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  // React escapes what it renders; what is missing is left out rather than shown in braces.
  interpolation: { escapeValue: false },
  missingInterpolationHandler: () => '',
  react: { useSuspense: false },
})

let rest: Promise<void> | undefined
let isWhole = false
const waiting = new Set<() => void>()

/** The words of panels, menus and marks: there before the first of them is drawn. */
export function loadRest(): Promise<void> {
  rest ??= import('./en/later.ts').then(({ later }) => {
    i18next.addResourceBundle('en', 'words', later, true)
    isWhole = true
    for (const tell of waiting) tell()
  })
  return rest
}

/** Whether all words are there; renders again when they are. */
export const useWholeWords = (): boolean =>
  useSyncExternalStore(
    tell => {
      waiting.add(tell)
      return () => void waiting.delete(tell)
    },
    () => isWhole,
  )

/** Speaks that language from now on. Resolves when its words are there. */
export async function chooseLanguage(language: Language): Promise<void> {
  if (language === 'zh' && !i18next.hasResourceBundle('zh', 'words')) {
    const { zh } = await import('./zh/index.ts')
    i18next.addResourceBundle('zh', 'words', zh)
  }
  await i18next.changeLanguage(language)
}

export const languageNow = (): Language => (i18next.language === 'zh' ? 'zh' : 'en')

/** The words, for a component: renders again when another language is chosen. */
export const useWords = (): TFunction<'words'> => useTranslation('words').t

export function useLanguage(): Language {
  return useTranslation('words').i18n.language === 'zh' ? 'zh' : 'en'
}
