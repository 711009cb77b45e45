// Which image behaves how. A new behaviour is a file beside this one and a line here; see README.md.
import { mailer, renderer } from './batch.ts'
import type { Behaviour, Program } from './behaviour.ts'
import { collector, nodeExporter } from './daemons.ts'
import type { EnsembleKind } from './ensembles/ensemble.ts'
import { mongodb, mongodbKind } from './ensembles/mongodb.ts'
import { mysql, mysqlKind } from './ensembles/mysql.ts'
import { zookeeper, zookeeperKind } from './ensembles/zookeeper.ts'
import { type ImageName, parseImage } from './names.ts'
import { crashing, flaky, slow, unready } from './troubled.ts'
import { unpullable } from './unpullable.ts'
import { httpd, serves, webserver } from './webserver.ts'

export type { Answered, Asked, Beginning, Behaviour, Measured, Program, Standing, Work } from './behaviour.ts'
export type { Answer, Candidate, Data, EnsembleKind, Op } from './ensembles/ensemble.ts'
export { bestOf, configuredVoters, ordinalOf, quorumOf } from './ensembles/ensemble.ts'
export type { Reply } from './ensembles/server.ts'
export { fullName, type ImageName, imageIdOf, parseImage } from './names.ts'
export { notFoundInRegistry } from './unpullable.ts'

/** In order: the first that says yes. */
export const behaviours: readonly Behaviour[] = [
  unpullable,
  crashing,
  ...[zookeeper, mysql, mongodb],
  ...[collector, nodeExporter],
  ...[renderer, mailer],
  slow,
  unready,
  flaky,
  httpd,
  webserver,
]

const found = new WeakMap<ImageName, Behaviour>()

export function behaviourOf(image: ImageName): Behaviour {
  const known = found.get(image) ?? behaviours.find(b => b.is(image)) ?? webserver
  found.set(image, known)
  return known
}

/** The kinds of ensembles there are, by their names. */
export const ensembleKinds: Readonly<Record<EnsembleKind['kind'], EnsembleKind>> = {
  zookeeper: zookeeperKind,
  mysql: mysqlKind,
  mongodb: mongodbKind,
}

/** How an image behaves, by its name as it was written. */
export function behaviourNamed(text: string): Behaviour {
  const image = parseImage(text)
  return typeof image === 'string' ? webserver : behaviourOf(image)
}

/** What a container of this image does without a command. */
export const programOf = (text: string): Program => behaviourNamed(text).program ?? serves

/** All images of this house have one size. */
export const IMAGE_BYTES = 50_331_648
