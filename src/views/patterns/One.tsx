// One pattern alone: the stage with its pods only, and its promise beside it, or below it where there is no room. Pods of the other patterns are left out, not
// dimmed: what is left has room to be read, and the risers of the nodes still tell how much the others hold.
import './patterns.css'
import { useRef } from 'react'
import { useSize } from '../size.ts'
import { useWords } from '../words/index.ts'
import { PatternCard } from './Cards.tsx'
import { PromiseColumn } from './Column.tsx'
import { type DrawStage, Ticking, useCardHands } from './Four.tsx'
import { OWNER_OF, type Pattern } from './view.ts'

export default function One({ pattern, stage }: { pattern: Pattern; stage: DrawStage }) {
  const t = useWords()
  const hands = useCardHands()
  const box = useRef<HTMLDivElement>(null)
  const size = useSize(box)
  return (
    <Ticking>
      <div className="one">
        <div ref={box} className="one-band">
          {size && stage(size, { only: OWNER_OF[pattern] })}
        </div>
        <aside className="one-side" aria-label={t('four.promises')}>
          <PatternCard pattern={pattern} hands={hands} />
          <PromiseColumn pattern={pattern} />
        </aside>
      </div>
    </Ticking>
  )
}
