// A Service in the inspector.
import type { Service } from '../../../kube/index.ts'
import { say } from '../../words/index.ts'
import { ServicePart } from '../ServicePart.tsx'
import type { InspectedKind } from './types.ts'

export const service: InspectedKind<Service> = {
  state: ({ spec }) => say('inspect.service.state', { ip: String(spec.clusterIP ?? ''), port: spec.ports?.[0]?.port ?? '' }),
  Part: ServicePart,
}
