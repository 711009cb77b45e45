// What is wrong with a manifest, in the reader's words. What Kubernetes says stands as it said it, and after it what to write instead where that is known.
import type { Applied } from '../../session/index.ts'
import type { say } from '../words/index.ts'

export function errorText({ message, instead }: Applied['errors'][number], sayIt: typeof say): string {
  if (message.startsWith('manifest.')) return sayIt(message)
  return instead ? `${message}. ${sayIt('manifest.instead', instead)}` : message
}
