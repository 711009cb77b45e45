// The server of an ensemble as a program of the shell, for containers that start it by a script (`sh -c 'start-zookeeper …'`): it has its ports open
// and waits until it is told to stop. That it is a member, others see by its open port.
import type { ImageProgram } from '../../../shell/index.ts'
import type { EnsembleKind } from './ensemble.ts'

export const serverOf =
  (kind: Pick<EnsembleKind, 'port' | 'peerPorts'>, code: number): ImageProgram =>
  ({ signal }) =>
    signal
      ? { code }
      : {
          state: 'serving',
          listens: [kind.port, ...kind.peerPorts].map(port => ({ port, protocol: 'tcp' as const })),
          catches: ['TERM', 'INT'],
        }

/** A program that has nothing to do here. */
export const nothing: ImageProgram = () => ({ code: 0 })

/** What a client program hears of the server it asks: an answer, or why there is none. */
export type Reply = { readonly value: unknown } | { readonly error: string } | { readonly fault: Fault }
/** `refused`: nobody listens there; `timeout`: silence; `lost`: the server has hung up, since it has no quorum; `readOnly`: it does not lead. */
export type Fault = 'refused' | 'timeout' | 'unknown-host' | 'unreachable' | 'reset' | 'lost' | 'readOnly'
