// The scene of the four patterns: a cluster of six nodes in three zones, the manifests as the editor would apply them, and, when their pods have come up, the
// clients. All of it goes through the front door and is in the log; nothing is staged.
import { applyText, type DoorRequest, type Session } from '../../session/index.ts'
import four from '../editor/samples/four.yaml?raw'

export const FOUR_NODES = 6
export const FOUR_SCENE = 'four'
/** When clients begin to ask, and when the curtain goes up: all pods run by then. */
const CLIENTS_MS = 9_000
const CURTAIN_MS = 15_000

/** Clients of a Service, as an object: of a web server they ask, of an ensemble they want things written down. */
const clients = (service: string, port: number, requestsPerSecond: number): DoorRequest => ({
  method: 'POST',
  path: '/apis/podium.local/v1/namespaces/default/loads',
  body: {
    apiVersion: 'podium.local/v1',
    kind: 'Load',
    metadata: { name: service },
    spec: { service, port, requestsPerSecond, pattern: 'steady' },
  },
})

/** Begins a new cluster with the four on it. */
export async function openFour(session: Session): Promise<void> {
  await session.getState().restart({ nodes: FOUR_NODES, scene: FOUR_SCENE })
  await raiseFour(session)
}

/** Puts the four on a cluster that holds nothing yet; on another it does nothing. */
export async function raiseFour(session: Session): Promise<void> {
  const { options, branches, pause } = session.getState()
  if (options.scene !== FOUR_SCENE || branches.some(b => b.actions.length > 0)) return
  pause()
  await applyText(session.getState(), four)
  const { now: beganMs } = session.getState()
  // Somebody may have let time pass meanwhile: never back, or what is done next would begin another history.
  const reach = async (ms: number) => {
    if (session.getState().now < ms) await session.getState().seek(ms)
  }
  await reach(beganMs + CLIENTS_MS)
  await session.getState().act({ code: 'act.fourClients', args: {} }, [clients('nginx', 80, 20), clients('zk', 2181, 2)])
  await reach(beganMs + CURTAIN_MS)
  session.getState().play()
}
