// The speed on a phone: the same slider in a dialog above the transport, with the steps that have no room in the bar.
import { SkipBack, SkipForward } from 'lucide-react'
import { useSession, useSessionHandle } from '../../session/index.ts'
import { DialogFrame } from '../menus/DialogFrame.tsx'
import { useWords } from '../words/index.ts'
import { HistoryList } from './Histories.tsx'
import { Speed } from './Speed.tsx'

export default function SpeedSheet({ onClose }: { onClose: () => void }) {
  const t = useWords()
  const session = useSessionHandle()
  const several = useSession(s => s.branches.length > 1)
  return (
    <DialogFrame title={t('transport.region')} place="bottom" onClose={onClose}>
      <Speed />
      <div className="row">
        <button type="button" className="btn line" onClick={() => void session.getState().stepBack()}>
          <SkipBack aria-hidden="true" /> {t('transport.stepBack')}
        </button>
        <button type="button" className="btn line" onClick={() => void session.getState().stepForward()}>
          <SkipForward aria-hidden="true" /> {t('transport.stepForward')}
        </button>
      </div>
      {several && <HistoryList />}
    </DialogFrame>
  )
}
