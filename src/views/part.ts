// A part of the page that comes when it is first shown: its code and the words that it says, together. What was fetched ahead is shown at once.
import { type ComponentProps, type ComponentType, createElement, lazy, type ReactNode, useState } from 'react'
import { loadRest } from './words/index.ts'

/** `ahead` fetches it before it is shown. */
export type Part<Props> = ((props: Props) => ReactNode) & { readonly ahead: () => Promise<unknown> }

// biome-ignore lint/suspicious/noExplicitAny: whatever a component wants
export function part<T extends ComponentType<any>>(load: () => Promise<{ default: T }>): Part<ComponentProps<T>> {
  let come: T | undefined
  const ahead = async () => {
    const [module] = await Promise.all([load(), loadRest()])
    come = module.default
    return module
  }
  const Later = lazy(ahead)
  // biome-ignore lint/correctness/noComponentHookFactories: parts are made once, where modules begin
  function Shown(props: ComponentProps<T>) {
    // Whoever saw it come keeps it as it came.
    const [Now] = useState(() => (come ?? Later) as ComponentType<ComponentProps<T>>)
    return createElement(Now, props)
  }
  return Object.assign(Shown, { ahead })
}
