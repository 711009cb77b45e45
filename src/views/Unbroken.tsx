// Text whose words stay whole: browsers break a line after any hyphen, so that `--replicas=4` and `web-7d4b9-x2k` fall apart. A word that is longer than the line still breaks.
import { Fragment } from 'react'

export function Unbroken({ text }: { text: string }) {
  if (!text.includes('-')) return text
  return text.split(' ').map((word, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
    <Fragment key={i}>
      {i > 0 && ' '}
      {word.includes('-') ? <span className="unbroken">{word}</span> : word}
    </Fragment>
  ))
}
