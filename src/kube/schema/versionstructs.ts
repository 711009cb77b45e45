// The structs of versions in which a kind is served besides its own, where they have the names of others: their version stands behind the name. Read by schema.ts, and
// from where structs.ts is.

export const VERSION_STRUCTS = `
Event__v1: metadata ObjectMeta=, eventTime u=!, series *EventSeries__v1, reportingController s, reportingInstance s, action s, reason s, regarding ObjectReference, related *ObjectReference, note s, type s, deprecatedSource EventSource=, deprecatedFirstTimestamp t=, deprecatedLastTimestamp t=, deprecatedCount i
EventSeries__v1: count i=!, lastObservedTime u=!
HorizontalPodAutoscaler__v1: metadata ObjectMeta=, spec HorizontalPodAutoscalerSpec__v1, status HorizontalPodAutoscalerStatus__v1
HorizontalPodAutoscalerSpec__v1: scaleTargetRef CrossVersionObjectReference__v1=!, minReplicas *i, maxReplicas i=!, targetCPUUtilizationPercentage *i
HorizontalPodAutoscalerStatus__v1: observedGeneration *l, lastScaleTime *t, currentReplicas i=!, desiredReplicas i=!, currentCPUUtilizationPercentage *i
CrossVersionObjectReference__v1&: kind s=!, name s=!, apiVersion s
`
