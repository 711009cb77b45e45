// How a person would have done in a terminal what was done last: that is how one moves on to the real thing.
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Unbroken } from '../Unbroken.tsx'
import { useWords } from '../words/index.ts'
import { copyText, shownLine } from './copy.ts'

export default function CommandLine({ line }: { line: string }) {
  const t = useWords()
  const [copied, setCopied] = useState<string>()
  return (
    <div className="command-line">
      <span className="hidden-text">{t('notice.line')}</span>
      <code title={line}>
        <Unbroken text={shownLine(line)} />
      </code>
      <button
        type="button"
        className="btn icon"
        aria-label={t(copied === line ? 'app.copied' : 'app.copy')}
        onClick={() => void copyText(line).then(done => setCopied(done ? line : undefined))}
      >
        {copied === line ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      </button>
    </div>
  )
}
