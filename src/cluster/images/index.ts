// Which image behaves how. A new behaviour is a file beside this one and a line here; see README.md.
import type { Behaviour, Program } from './behaviour.ts'
import { type ImageName, parseImage } from './names.ts'
import { crashing, flaky, slow, unready } from './troubled.ts'
import { unpullable } from './unpullable.ts'
import { httpd, serves, webserver } from './webserver.ts'

export type { Answered, Asked, Behaviour, Program } from './behaviour.ts'
export { fullName, type ImageName, imageIdOf, parseImage } from './names.ts'
export { notFoundInRegistry } from './unpullable.ts'

/** In order: the first that says yes. */
export const behaviours: readonly Behaviour[] = [unpullable, crashing, slow, unready, flaky, httpd, webserver]

export function behaviourOf(image: ImageName): Behaviour {
  return behaviours.find(b => b.is(image)) ?? webserver
}

/** What a container of this image does without a command. */
export function programOf(text: string): Program {
  const image = parseImage(text)
  return (typeof image === 'string' ? undefined : behaviourOf(image).program) ?? serves
}

/** All images of this house have one size. */
export const IMAGE_BYTES = 50_331_648
