// The parts that come in chunks of their own, after the first paint.
import { lazy } from 'react'
import { part } from './part.ts'
import { settled } from './settled.ts'

/** The page draws its frame meanwhile; this is there before the worker has a cluster to show. Its words are among the first. */
const living = import('./living.ts')
export const Stage = lazy(() => living.then(({ Stage }) => ({ default: Stage })))
export const Transport = lazy(() => living.then(({ Transport }) => ({ default: Transport })))
export const Inspector = lazy(() => living.then(({ Inspector }) => ({ default: Inspector })))
export const Invitation = lazy(() => living.then(({ Invitation }) => ({ default: Invitation })))

export const Editor = part(() => import('./editor/Editor.tsx'))
export const Events = part(() => import('./events/Events.tsx'))
/** It has nothing to say before something has happened. */
export const Speaker = lazy(() => settled.then(() => import('./events/Speaker.tsx')))
export const VerbMenu = part(() => import('./menus/VerbMenu.tsx'))
export const AskDialog = part(() => import('./menus/AskDialog.tsx'))
export const KeysDialog = part(() => import('./menus/KeysDialog.tsx'))
export const NewClusterDialog = part(() => import('./menus/NewClusterDialog.tsx'))
export const LookMenu = part(() => import('./menus/LookMenu.tsx'))
export const CommandLine = part(() => import('./notices/CommandLine.tsx'))
export const Toasts = part(() => import('./notices/Toasts.tsx'))
export const Problem = part(() => import('./notices/Problem.tsx'))
export const Fork = part(() => import('./notices/Fork.tsx'))

export const FourPatterns = part(() => import('./patterns/Four.tsx'))
export const OnePattern = part(() => import('./patterns/One.tsx'))
export const ViewTitle = part(() => import('./patterns/Title.tsx'))

export const loadFour = () => import('./patterns/four.ts')
export const loadZone = () => import('./patterns/zone.ts')
export const loadVerbs = () => import('./verbs/index.ts')
export const loadManuscript = async () => {
  const [{ Manuscript }, { first }] = await Promise.all([import('./editor/document.ts'), import('./editor/samples/index.ts')])
  return { Manuscript, first }
}
