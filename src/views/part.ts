// A part of the page that comes after the first paint: its code and the words that it says, together.
import { type ComponentType, lazy } from 'react'
import { loadRest } from './words/index.ts'

// biome-ignore lint/suspicious/noExplicitAny: whatever a component wants
export const part = <T extends ComponentType<any>>(load: () => Promise<{ default: T }>) =>
  lazy(() => Promise.all([load(), loadRest()]).then(([m]) => m))
