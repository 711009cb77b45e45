// What lies over the page for a while: menus, questions, lists, notices. Each is loaded when it is first wanted.
import { Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { useSession } from '../session/index.ts'
import { AskDialog, KeysDialog, NewClusterDialog, Toasts, useHands, useOpen, VerbMenu } from '../views/index.ts'

/** `quiet`: what was done is told elsewhere (the command line in the left panel), so only refusals are notices. */
export function Overlays({ single, onSingle, quiet }: { single: boolean; onSingle: (on: boolean) => void; quiet: boolean }) {
  const hands = useHands()
  const { menu, asking, dialog } = useOpen()
  const notices = useSyncExternalStore(hands.notices.subscribe, hands.notices.list)
  const unkept = useSession(s => s.unkept)
  const openKept = useSession(s => s.openKept)
  useEffect(() => (unkept ? hands.notices.hold({ code: 'notice.unkept' }) : undefined), [unkept, hands])
  useEffect(
    () => (openKept ? hands.notices.hold({ code: 'notice.late', errand: { label: 'notice.late.open', run: openKept } }) : undefined),
    [openKept, hands],
  )
  const [noticed, setNoticed] = useState(false)
  if (notices.length && !noticed) setNoticed(true)
  return (
    <Suspense>
      {menu && <VerbMenu key={`${menu.subject} ${menu.x} ${menu.y}`} {...menu} />}
      {asking && <AskDialog {...asking} />}
      {dialog === 'keys' && <KeysDialog single={single} onSingle={onSingle} />}
      {dialog === 'newCluster' && <NewClusterDialog />}
      {noticed && <Toasts quiet={quiet} />}
    </Suspense>
  )
}
