// The parts that come in chunks of their own, after the first paint.
import { lazy } from 'react'

export const Inspector = lazy(() => import('./inspector/Inspector.tsx'))
export const Editor = lazy(() => import('./editor/Editor.tsx'))
export const Events = lazy(() => import('./events/Events.tsx'))
export const VerbMenu = lazy(() => import('./menus/VerbMenu.tsx'))
export const AskDialog = lazy(() => import('./menus/AskDialog.tsx'))
export const KeysDialog = lazy(() => import('./menus/KeysDialog.tsx'))
export const NewClusterDialog = lazy(() => import('./menus/NewClusterDialog.tsx'))
export const LookMenu = lazy(() => import('./menus/LookMenu.tsx'))
export const Toasts = lazy(() => import('./notices/Toasts.tsx'))
export const Problem = lazy(() => import('./notices/Problem.tsx'))
export const Fork = lazy(() => import('./notices/Fork.tsx'))
export const Invitation = lazy(() => import('./notices/Invitation.tsx'))

export const loadVerbs = () => import('./verbs/index.ts')
export const loadManuscript = async () => {
  const [{ Manuscript }, { first }] = await Promise.all([import('./editor/document.ts'), import('./editor/samples/index.ts')])
  return { Manuscript, first }
}
