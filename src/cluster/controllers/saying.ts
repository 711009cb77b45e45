// What a controller says about an object, on its way to the event recorder (recorder.ts), which counts and combines. Upstream: client-go
// tools/record EventRecorder.
import type { Write } from '../../engine/index.ts'
import type { ApiObject } from '../../kube/index.ts'
import type { Said } from '../recorder.ts'

export type Saying = (about: ApiObject, sort: Said['sort'], reason: string, message: string) => Write

/** The voice of a component: `deployment-controller`. */
export const voiceOf =
  (component: string): Saying =>
  (about, sort, reason, message) => ({ verb: 'tell', to: 'recorder', event: sentence(component, about, sort, reason, message) })

const sentence = (component: string, o: ApiObject, sort: Said['sort'], reason: string, message: string): Said => ({
  type: 'event',
  about: {
    apiVersion: o.apiVersion,
    kind: o.kind,
    ...(o.metadata.namespace && { namespace: o.metadata.namespace }),
    name: o.metadata.name,
    uid: o.metadata.uid,
    resourceVersion: o.metadata.resourceVersion,
  },
  sort,
  reason,
  message,
  component,
})
