// The words: every sentence that a person reads, in English and 简体中文, by topic. Kubernetes' own words (Running, NotReady, kubectl …) are not in the
// catalogues: they stand everywhere as Kubernetes prints them. Keys are checked by the compiler against the English catalogue.
export { clock, count, seconds, spanText, speedText } from './numbers.ts'
export { type Args, readable, say, useSay } from './say.ts'
export { chooseLanguage, type Key, LANGUAGES, type Language, languageNow, loadRest, useLanguage, useWhole, useWords } from './speak.ts'
