// A fence around a part of the page: what throws while it is drawn says so in its place, and everything else goes on. The session is not touched by it.
import { Component, type ReactNode } from 'react'
import { useWords } from '../views/index.ts'

interface FenceProps {
  children: ReactNode
}

export class Fence extends Component<FenceProps, { failed: string | undefined }> {
  override state: { failed: string | undefined } = { failed: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { failed: error instanceof Error ? error.message : String(error) }
  }

  override render() {
    return this.state.failed === undefined ? (
      this.props.children
    ) : (
      <Failed message={this.state.failed} onAgain={() => this.setState({ failed: undefined })} />
    )
  }
}

function Failed({ message, onAgain }: { message: string; onAgain: () => void }) {
  const t = useWords()
  return (
    <div className="failed" role="alert">
      <p>{t('app.failed')}</p>
      <p className="mono">{message}</p>
      <button type="button" className="btn line" onClick={onAgain}>
        {t('app.again')}
      </button>
    </div>
  )
}
