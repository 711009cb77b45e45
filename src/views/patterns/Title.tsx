// The line in the top bar: which view this is and what has befallen the cluster, from its faults; and the one button that takes a zone's power and gives it back.
import { Zap, ZapOff } from 'lucide-react'
import { START_MS } from '../../cluster/index.ts'
import type { ApiObject } from '../../kube/index.ts'
import { useSessionHandle } from '../../session/index.ts'
import { useHands } from '../menus/hands.ts'
import { useLook, useMirrorLook } from '../watch.ts'
import { clock, useSay, useWords } from '../words/index.ts'
import { outageWords } from './outage.ts'
import { kindOf } from './reads.ts'
import { useWorkload } from './usePattern.ts'
import { type Pattern, patternOf, type View } from './view.ts'
import { zoneOutage } from './zone.ts'

export default function Title({ view, short }: { view: View; short: boolean }) {
  const pattern = patternOf(view)
  return (
    <>
      {!short && <span className="lesson">{pattern ? <TitleOfOne pattern={pattern} /> : <TitleOfFour />}</span>}
      <ZoneButton short={short} />
    </>
  )
}

/** What has failed, each second anew. */
function useOutage(): string | undefined {
  const say = useSay()
  const mirror = useMirrorLook('faults')
  useLook(s => Math.floor(s.now / 1000))
  const what = outageWords(mirror, START_MS, ms => clock(ms, 0))
  return what && say(what.code, what.args)
}

function TitleOfFour() {
  const t = useWords()
  const what = useOutage()
  return what ? t('four.title.outage', { what }) : t('four.title')
}

function TitleOfOne({ pattern }: { pattern: Pattern }) {
  const t = useWords()
  const what = useOutage()
  const { workload } = useWorkload(pattern)
  const name = (workload as ApiObject | undefined)?.metadata.name
  // Where there is none of the kind, the kind alone.
  const title = name === undefined ? kindOf(pattern) : t('four.title.one', { kind: kindOf(pattern), name })
  return what ? t('four.title.oneOutage', { title, what }) : title
}

function ZoneButton({ short }: { short: boolean }) {
  const t = useWords()
  const hands = useHands()
  const session = useSessionHandle()
  const mirror = useMirrorLook('faults', 'nodes')
  const selection = useLook(s => s.selection)
  const outage = zoneOutage({ mirror, now: mirror.now }, selection)
  if (!outage?.verb.deed) return null
  const words = t(outage.dark ? 'zone.back' : 'zone.lose', { zone: outage.zone })
  const Icon = outage.dark ? Zap : ZapOff
  const strike = () => {
    const now = zoneOutage(session.getState(), session.getState().selection)
    if (now?.verb.deed) void hands.perform(now.verb.deed)
  }
  return (
    <button
      type="button"
      className={short ? 'btn icon' : 'btn line'}
      title={`${words} (Z)`}
      {...(short && { 'aria-label': words })}
      onClick={strike}
    >
      <Icon aria-hidden="true" />
      {!short && words}
    </button>
  )
}
