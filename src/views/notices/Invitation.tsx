// The first visit: one thing to do, on one line, never in the way. It goes for good when anything was done or it was dismissed.
import './notices.css'
import { X } from 'lucide-react'
import { useState } from 'react'
import { isConditionTrue, type Node, type Pod } from '../../kube/index.ts'
import { isUntouched, type Mirror, useSession, useSessionHandle } from '../../session/index.ts'
import { useHands } from '../menus/hands.ts'
import { useLook } from '../watch.ts'
import { useWords } from '../words/index.ts'

const KEY = 'podium.invited'
/** Which node is killed: one that the talk's pods run on. */
const PREFERRED = 'node-2'

function wasHere(): boolean {
  try {
    return localStorage.getItem(KEY) !== null
  } catch {
    return false
  }
}
function noteVisit(): void {
  try {
    localStorage.setItem(KEY, '1')
  } catch {
    // then it is the first visit again
  }
}

/** How far the story of the killed node has come; none while it has power. */
type Stage = 'believed' | 'unknown' | 'replaced'
const SAYS = { believed: 'notice.invited', unknown: 'notice.invited.unknown', replaced: 'notice.invited.replaced' } as const

function stageOf(mirror: Mirror, name: string | undefined): Stage | undefined {
  if (name === undefined) return undefined
  const node = mirror.object<Node>('nodes', name)
  if (!node || mirror.row('machines', name)?.power !== 'off') return undefined
  if (isConditionTrue(node.status.conditions, 'Ready')) return 'believed'
  const stays = [...mirror.objects<Pod>('pods').values()].some(p => p.spec.nodeName === name && p.metadata.deletionTimestamp === undefined)
  return stays ? 'unknown' : 'replaced'
}

export default function Invitation() {
  const t = useWords()
  const hands = useHands()
  const session = useSessionHandle()
  const untouched = useSession(s => !s.loading && isUntouched(s.branches))
  const speed = useSession(s => s.speed)
  const [gone, setGone] = useState(wasHere)
  const [killed, setKilled] = useState<string>()
  const kill = async () => {
    const { power } = await import('../verbs/index.ts')
    const { mirror, now } = session.getState()
    const nodes = [...mirror.objects('nodes').keys()]
    const name = nodes.includes(PREFERRED) ? PREFERRED : nodes[0]
    if (name === undefined) return
    const { deed } = power({ mirror, now }, name)
    if (!deed) return
    setKilled(name)
    noteVisit()
    session.getState().select(`nodes ${name}`)
    if (!(await hands.perform(deed))) setKilled(undefined)
    else session.getState().play()
  }
  const stage = useLook(s => stageOf(s.mirror, killed))
  const dismiss = () => {
    noteVisit()
    setGone(true)
    setKilled(undefined)
  }
  if (killed && stage)
    return (
      <div className="notice invitation" role="status">
        <span>{t(SAYS[stage], { node: killed })}</span>
        {speed < 10 && stage !== 'replaced' && (
          <button
            type="button"
            className="btn line"
            onClick={() => {
              session.getState().setSpeed(10)
              session.getState().play()
            }}
          >
            {t('notice.invited.faster')}
          </button>
        )}
        <button type="button" className="btn icon" aria-label={t('notice.close')} onClick={dismiss}>
          <X aria-hidden="true" />
        </button>
      </div>
    )
  if (gone || !untouched) return null
  return (
    <div className="notice invitation">
      <button type="button" className="btn ink" onClick={() => void kill()}>
        {t('notice.invite')}
      </button>
      <span>{t('notice.invite.note')}</span>
      <button type="button" className="btn icon" aria-label={t('notice.close')} onClick={dismiss}>
        <X aria-hidden="true" />
      </button>
    </div>
  )
}
