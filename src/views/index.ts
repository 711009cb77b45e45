// The windows: what the app puts together. What the first paint does not need is loaded when it is shown.
import './theme/index.ts'

export * from './lazy.ts'
export { useChoosing } from './menus/choosing.ts'
export { Hands, HandsProvider, useHands, useOpen } from './menus/hands.ts'
export { type Command, commandOf, fasterThan, slowerThan } from './menus/keys.ts'
export { copyText, shownLine } from './notices/copy.ts'
export { patternOf, VIEWS, type View, viewOf } from './patterns/view.ts'
export { noteDrawn, settled, watchSettling } from './settled.ts'
export { type Layout, type Size, useLayout, useSize } from './size.ts'
export { Mark } from './stage/kit/Mark.tsx'
export { useLook } from './watch.ts'
export { chooseLanguage, type Key, LANGUAGES, type Language, useLanguage, useSay, useWords } from './words/index.ts'
