// Manifests to begin with: real ones, each with something to see.
import type { Key } from '../../words/index.ts'
import broken from './broken.yaml?raw'
import clients from './clients.yaml?raw'
import crowded from './crowded.yaml?raw'
import four from './four.yaml?raw'
import graceful from './graceful.yaml?raw'
import recreate from './recreate.yaml?raw'
import rolling from './rolling.yaml?raw'
import shell from './shell.yaml?raw'
import talk from './talk.yaml?raw'

export interface Sample {
  readonly id: string
  readonly title: Key
  readonly note: Key
  readonly text: string
}

export const samples: readonly Sample[] = [
  { id: 'talk', title: 'sample.talk', note: 'sample.talk.note', text: talk },
  { id: 'rolling', title: 'sample.rolling', note: 'sample.rolling.note', text: rolling },
  { id: 'four', title: 'sample.four', note: 'sample.four.note', text: `${four}---\n${clients}` },
  { id: 'broken', title: 'sample.broken', note: 'sample.broken.note', text: broken },
  { id: 'graceful', title: 'sample.graceful', note: 'sample.graceful.note', text: graceful },
  { id: 'recreate', title: 'sample.recreate', note: 'sample.recreate.note', text: recreate },
  { id: 'crowded', title: 'sample.crowded', note: 'sample.crowded.note', text: crowded },
  { id: 'shell', title: 'sample.shell', note: 'sample.shell.note', text: shell },
]

/** What the editor holds at the first visit: what is on the stage. */
export const first: string = talk
