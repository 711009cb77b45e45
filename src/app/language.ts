// The language of the page: chosen once, remembered, said to the browser and to screen readers.
import type { Language } from '../views/index.ts'
import { remember, remembered } from './look.ts'

const KEY = 'podium.language'

export const keptLanguage = (): string | null => remembered(KEY)
export const keepLanguage = (language: Language): void => remember(KEY, language)

/** What the document says of itself. */
export function declareLanguage(language: Language, title: string): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  document.title = title
}
