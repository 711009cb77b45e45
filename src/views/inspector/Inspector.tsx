// The inspector: everything about what is selected. Its state, its chart with the live state lit, wanted beside seen, conditions, why it is as it is, what can be
// done with it; events and YAML below. While nothing is selected, all that there is.
import './inspector.css'
import { memo } from 'react'
import { useSession } from '../../session/index.ts'
import { part } from '../part.ts'
import { settled } from '../settled.ts'
import { Overview } from './Overview.tsx'

const Inspected = part(() => import('./Inspected.tsx'))
void settled.then(Inspected.ahead)

export default memo(function Inspector({ width }: { width: number }) {
  const selection = useSession(s => s.selection)
  return selection === undefined ? <Overview /> : <Inspected key={selection} subject={selection} width={width} />
})
