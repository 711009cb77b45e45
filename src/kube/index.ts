// The words of Kubernetes: shapes, names, selectors, quantities, conditions, defaults, validation, and one Resource value for every kind. Pure
// functions on plain objects; nothing here knows of an engine, a cluster or a clock.
export * from './conditions.ts'
export { nextTime, parseSchedule, type Schedule } from './cron.ts'
export * from './exact.ts'
export { compileFieldSelector, type FieldRequirement, parseFieldSelector } from './fieldselectors.ts'
export * from './intorpercent.ts'
export type { Exec, ExecSpec, ExecStatus } from './kinds/exec.ts'
export { apiVersionOf, kindMeant, otherVersions, resourceOf, resourceOfKind, resources } from './kinds/index.ts'
export { LOAD_PATTERNS, type Load, type LoadPattern, type LoadSpec } from './kinds/load.ts'
export { FAULT_TYPES, type Fault, type FaultSpec, type FaultType } from './kinds/podium.ts'
export { SYSTEM_PRIORITIES } from './kinds/priorityclass.ts'
export { isDefaultClass } from './kinds/storageclass.ts'
export * from './names.ts'
export * from './owners.ts'
export { defaultPullPolicy, isImageReference, podDefaults, podSpecDefaults, podTemplateDefaults } from './pods/defaults.ts'
export { type QosClass, qosClass } from './pods/qos.ts'
export { type PodSummary, podSummary } from './pods/summary.ts'
export * from './quantity.ts'
export type * from './resource.ts'
export { deploymentRolloutStatus, type RolloutStatus } from './rollout.ts'
export { cannotHandle, type Decoded, decode, decodeStruct, strictError } from './schema/decode.ts'
export { duplicateFields } from './schema/duplicates.ts'
export {
  type Field,
  fieldAt,
  goName,
  mergeKeyOf,
  type Scalar,
  type Struct,
  schemaOf,
  structIn,
  structOf,
  type Type,
} from './schema/schema.ts'
export { parseSelector } from './selectorparser.ts'
export * from './selectors.ts'
export * from './status.ts'
export * from './time.ts'
export type * from './types.ts'
export { invalid, quote, UNPRINTABLE } from './validation/errors.ts'
export { checkMeta, forgetIdentity, keepIdentity } from './validation/meta.ts'
