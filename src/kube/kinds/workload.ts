// What the kinds of apps/v1 have in common beyond their specs.
import { mapField, withField } from '../fill.ts'
import { podTemplateDefaults } from '../pods/defaults.ts'
import type { Resource } from '../resource.ts'
import { selectorText } from '../selectors.ts'
import type { ApiObject, PodTemplate } from '../types.ts'

/** The Scale of a kind that keeps its number in spec.replicas. */
export const replicasScale: NonNullable<Resource['scale']> = {
  replicas: o => o.spec.replicas,
  withReplicas: (o, replicas) => withField(o, 'spec', withField(o.spec, 'replicas', replicas)),
  statusReplicas: o => o.status?.replicas ?? 0,
  selector: (o: ApiObject) => selectorText(o.spec.selector),
}

export const defaultTemplate = <S extends { template: PodTemplate }>(spec: S): S => mapField(spec, 'template', podTemplateDefaults)
