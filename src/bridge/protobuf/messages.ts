// The messages that clients send as protobuf: field names and types in the order of their numbers, `7=` where numbers are left out. Read by decode.ts,
// which says what the types mean. Generated, not written: reduced from the generated.proto files of k8s.io/api and k8s.io/apimachinery (Apache-2.0)
// to what the kinds here need; statuses and vendors' volumes are left out.

export const MESSAGES = `
Affinity: nodeAffinity NodeAffinity, podAffinity PodAffinity, podAntiAffinity PodAntiAffinity
AppArmorProfile: type s, localhostProfile s
Binding: metadata ObjectMeta, target ObjectReference
CSIVolumeSource: driver s, readOnly b, fsType s, volumeAttributes {s, nodePublishSecretRef LocalObjectReference
Capabilities: add [s, drop [s
ClientIPConfig: timeoutSeconds i
ConfigMap: metadata ObjectMeta, data {s, binaryData {y, immutable b
ConfigMapEnvSource: localObjectReference LocalObjectReference, optional b
ConfigMapKeySelector: localObjectReference LocalObjectReference, key s, optional b
ConfigMapProjection: localObjectReference LocalObjectReference, items [KeyToPath, 4=optional b
ConfigMapVolumeSource: localObjectReference LocalObjectReference, items [KeyToPath, defaultMode i, optional b, defaultUser i
Container: name s, image s, command [s, args [s, workingDir s, ports [ContainerPort, env [EnvVar, resources ResourceRequirements, volumeMounts [VolumeMount, livenessProbe Probe, readinessProbe Probe, lifecycle Lifecycle, terminationMessagePath s, imagePullPolicy s, securityContext SecurityContext, stdin b, stdinOnce b, tty b, envFrom [EnvFromSource, terminationMessagePolicy s, volumeDevices [VolumeDevice, startupProbe Probe, resizePolicy [ContainerResizePolicy, restartPolicy s, restartPolicyRules [ContainerRestartRule
ContainerPort: name s, hostPort i, containerPort i, protocol s, hostIP s
ContainerResizePolicy: resourceName s, restartPolicy s
ContainerResourceMetricSource@v2: name s, target MetricTarget@v2, container s
ContainerRestartRule: action s, exitCodes ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes: operator s, values [i
CronJob: metadata ObjectMeta, spec CronJobSpec
CronJobSpec: schedule s, startingDeadlineSeconds i, concurrencyPolicy s, suspend b, jobTemplate JobTemplateSpec, successfulJobsHistoryLimit i, failedJobsHistoryLimit i, timeZone s
CrossVersionObjectReference: kind s, name s, apiVersion s
CrossVersionObjectReference@v2: kind s, name s, apiVersion s
DaemonSet: metadata ObjectMeta, spec DaemonSetSpec
DaemonSetSpec: selector LabelSelector, template PodTemplateSpec, updateStrategy DaemonSetUpdateStrategy, minReadySeconds i, 6=revisionHistoryLimit i
DaemonSetUpdateStrategy: type s, rollingUpdate RollingUpdateDaemonSet
DeleteOptions: gracePeriodSeconds i, preconditions Preconditions, orphanDependents b, propagationPolicy s, dryRun [s
Deployment: metadata ObjectMeta, spec DeploymentSpec
DeploymentSpec: replicas i, selector LabelSelector, template PodTemplateSpec, strategy DeploymentStrategy, minReadySeconds i, revisionHistoryLimit i, paused b, 9=progressDeadlineSeconds i
DeploymentStrategy: type s, rollingUpdate RollingUpdateDeployment
DownwardAPIProjection: items [DownwardAPIVolumeFile
DownwardAPIVolumeFile: path s, fieldRef ObjectFieldSelector, resourceFieldRef ResourceFieldSelector, mode i, user i
DownwardAPIVolumeSource: items [DownwardAPIVolumeFile, defaultMode i, defaultUser i
EmptyDirVolumeSource: medium s, sizeLimit q, mode i
EnvFromSource: prefix s, configMapRef ConfigMapEnvSource, secretRef SecretEnvSource
EnvVar: name s, value s, valueFrom EnvVarSource
EnvVarSource: fieldRef ObjectFieldSelector, resourceFieldRef ResourceFieldSelector, configMapKeyRef ConfigMapKeySelector, secretKeyRef SecretKeySelector, fileKeyRef FileKeySelector
EphemeralContainer: ephemeralContainerCommon EphemeralContainerCommon, targetContainerName s
EphemeralContainerCommon: name s, image s, command [s, args [s, workingDir s, ports [ContainerPort, env [EnvVar, resources ResourceRequirements, volumeMounts [VolumeMount, livenessProbe Probe, readinessProbe Probe, lifecycle Lifecycle, terminationMessagePath s, imagePullPolicy s, securityContext SecurityContext, stdin b, stdinOnce b, tty b, envFrom [EnvFromSource, terminationMessagePolicy s, volumeDevices [VolumeDevice, startupProbe Probe, resizePolicy [ContainerResizePolicy, restartPolicy s, restartPolicyRules [ContainerRestartRule
EphemeralVolumeSource: volumeClaimTemplate PersistentVolumeClaimTemplate
Eviction: metadata ObjectMeta, deleteOptions DeleteOptions
EvictionResponder: name s, priority i
ExecAction: command [s
ExternalMetricSource@v2: metric MetricIdentifier@v2, target MetricTarget@v2
FileKeySelector: volumeName s, path s, key s, optional b
GRPCAction: port i, service s, mode s
HPAScalingPolicy@v2: type s, value i, periodSeconds i
HPAScalingRules@v2: selectPolicy s, policies [HPAScalingPolicy@v2, stabilizationWindowSeconds i, tolerance q
HTTPGetAction: path s, port x, host s, scheme s, httpHeaders [HTTPHeader, protocol s
HTTPHeader: name s, value s
HorizontalPodAutoscaler: metadata ObjectMeta, spec HorizontalPodAutoscalerSpec
HorizontalPodAutoscaler@v2: metadata ObjectMeta, spec HorizontalPodAutoscalerSpec@v2
HorizontalPodAutoscalerBehavior@v2: scaleUp HPAScalingRules@v2, scaleDown HPAScalingRules@v2
HorizontalPodAutoscalerSpec: scaleTargetRef CrossVersionObjectReference, minReplicas i, maxReplicas i, targetCPUUtilizationPercentage i
HorizontalPodAutoscalerSpec@v2: scaleTargetRef CrossVersionObjectReference@v2, minReplicas i, maxReplicas i, metrics [MetricSpec@v2, behavior HorizontalPodAutoscalerBehavior@v2
HostAlias: ip s, hostnames [s
HostPathVolumeSource: path s, type s
ImageVolumeSource: reference s, pullPolicy s
Job: metadata ObjectMeta, spec JobSpec
JobSpec: parallelism i, completions i, activeDeadlineSeconds i, selector LabelSelector, manualSelector b, template PodTemplateSpec, backoffLimit i, ttlSecondsAfterFinished i, completionMode s, suspend b, podFailurePolicy PodFailurePolicy, backoffLimitPerIndex i, maxFailedIndexes i, podReplacementPolicy s, managedBy s, successPolicy SuccessPolicy
JobTemplateSpec: metadata ObjectMeta, spec JobSpec
KeyToPath: key s, path s, mode i, user i
LabelSelector: matchLabels {s, matchExpressions [LabelSelectorRequirement
LabelSelectorAttributes: rawSelector s, requirements [LabelSelectorRequirement
LabelSelectorRequirement: key s, operator s, values [s
Lifecycle: postStart LifecycleHandler, preStop LifecycleHandler, stopSignal s
LifecycleHandler: exec ExecAction, httpGet HTTPGetAction, tcpSocket TCPSocketAction, sleep SleepAction
LocalObjectReference: name s
MetricIdentifier@v2: name s, selector LabelSelector
MetricSpec@v2: type s, object ObjectMetricSource@v2, pods PodsMetricSource@v2, resource ResourceMetricSource@v2, external ExternalMetricSource@v2, 7=containerResource ContainerResourceMetricSource@v2
MetricTarget@v2: type s, value q, averageValue q, averageUtilization i
NFSVolumeSource: server s, path s, readOnly b
Namespace: metadata ObjectMeta, spec NamespaceSpec
NamespaceSpec: finalizers [s
NodeAffinity: requiredDuringSchedulingIgnoredDuringExecution NodeSelector, preferredDuringSchedulingIgnoredDuringExecution [PreferredSchedulingTerm
NodeSelector: nodeSelectorTerms [NodeSelectorTerm
NodeSelectorRequirement: key s, operator s, values [s
NodeSelectorTerm: matchExpressions [NodeSelectorRequirement, matchFields [NodeSelectorRequirement
NonResourceAttributes: path s, verb s
ObjectFieldSelector: apiVersion s, fieldPath s
ObjectMeta: name s, generateName s, namespace s, selfLink s, uid s, resourceVersion s, generation i, creationTimestamp t, deletionTimestamp t, deletionGracePeriodSeconds i, labels {s, annotations {s, ownerReferences [OwnerReference, finalizers [s
ObjectMetricSource@v2: describedObject CrossVersionObjectReference@v2, target MetricTarget@v2, metric MetricIdentifier@v2
ObjectReference: kind s, namespace s, name s, uid s, apiVersion s, resourceVersion s, fieldPath s
OwnerReference: kind s, 3=name s, uid s, apiVersion s, controller b, blockOwnerDeletion b
PersistentVolumeClaim: metadata ObjectMeta, spec PersistentVolumeClaimSpec
PersistentVolumeClaimSpec: accessModes [s, resources VolumeResourceRequirements, volumeName s, selector LabelSelector, storageClassName s, volumeMode s, dataSource TypedLocalObjectReference, dataSourceRef TypedObjectReference, volumeAttributesClassName s
PersistentVolumeClaimTemplate: metadata ObjectMeta, spec PersistentVolumeClaimSpec
PersistentVolumeClaimVolumeSource: claimName s, readOnly b
Pod: metadata ObjectMeta, spec PodSpec
PodAffinity: requiredDuringSchedulingIgnoredDuringExecution [PodAffinityTerm, preferredDuringSchedulingIgnoredDuringExecution [WeightedPodAffinityTerm
PodAffinityTerm: labelSelector LabelSelector, namespaces [s, topologyKey s, namespaceSelector LabelSelector, matchLabelKeys [s, mismatchLabelKeys [s
PodAntiAffinity: requiredDuringSchedulingIgnoredDuringExecution [PodAffinityTerm, preferredDuringSchedulingIgnoredDuringExecution [WeightedPodAffinityTerm
PodDNSConfig: nameservers [s, searches [s, options [PodDNSConfigOption
PodDNSConfigOption: name s, value s
PodDisruptionBudget: metadata ObjectMeta, spec PodDisruptionBudgetSpec
PodDisruptionBudgetSpec: minAvailable x, selector LabelSelector, maxUnavailable x, unhealthyPodEvictionPolicy s
PodFailurePolicy: rules [PodFailurePolicyRule
PodFailurePolicyOnExitCodesRequirement: containerName s, operator s, values [i
PodFailurePolicyOnPodConditionsPattern: type s, status s
PodFailurePolicyRule: action s, onExitCodes PodFailurePolicyOnExitCodesRequirement, onPodConditions [PodFailurePolicyOnPodConditionsPattern
PodOS: name s
PodReadinessGate: conditionType s
PodResourceClaim: name s, 3=resourceClaimName s, resourceClaimTemplateName s
PodSchedulingGate: name s
PodSchedulingGroup: podGroupName s
PodSecurityContext: seLinuxOptions SELinuxOptions, runAsUser i, runAsNonRoot b, supplementalGroups [i, fsGroup i, runAsGroup i, sysctls [Sysctl, windowsOptions WindowsSecurityContextOptions, fsGroupChangePolicy s, seccompProfile SeccompProfile, appArmorProfile AppArmorProfile, supplementalGroupsPolicy s, seLinuxChangePolicy s
PodSpec: volumes [Volume, containers [Container, restartPolicy s, terminationGracePeriodSeconds i, activeDeadlineSeconds i, dnsPolicy s, nodeSelector {s, serviceAccountName s, serviceAccount s, nodeName s, hostNetwork b, hostPID b, hostIPC b, securityContext PodSecurityContext, imagePullSecrets [LocalObjectReference, hostname s, subdomain s, affinity Affinity, schedulerName s, initContainers [Container, automountServiceAccountToken b, tolerations [Toleration, hostAliases [HostAlias, priorityClassName s, priority i, dnsConfig PodDNSConfig, shareProcessNamespace b, readinessGates [PodReadinessGate, runtimeClassName s, enableServiceLinks b, preemptionPolicy s, overhead {q, topologySpreadConstraints [TopologySpreadConstraint, ephemeralContainers [EphemeralContainer, setHostnameAsFQDN b, os PodOS, hostUsers b, schedulingGates [PodSchedulingGate, resourceClaims [PodResourceClaim, resources ResourceRequirements, hostnameOverride s, 43=schedulingGroup PodSchedulingGroup, evictionResponders [EvictionResponder
PodTemplateSpec: metadata ObjectMeta, spec PodSpec
PodsMetricSource@v2: metric MetricIdentifier@v2, target MetricTarget@v2
Preconditions: uid s, resourceVersion s
PreferredSchedulingTerm: weight i, preference NodeSelectorTerm
PriorityClass: metadata ObjectMeta, value i, globalDefault b, description s, preemptionPolicy s
Probe: handler ProbeHandler, initialDelaySeconds i, timeoutSeconds i, periodSeconds i, successThreshold i, failureThreshold i, terminationGracePeriodSeconds i
ProbeHandler: exec ExecAction, httpGet HTTPGetAction, tcpSocket TCPSocketAction, grpc GRPCAction
ProjectedVolumeSource: sources [VolumeProjection, defaultMode i, defaultUser i
ReplicaSet: metadata ObjectMeta, spec ReplicaSetSpec
ReplicaSetSpec: replicas i, selector LabelSelector, template PodTemplateSpec, minReadySeconds i
ResourceAttributes: namespace s, verb s, group s, version s, resource s, subresource s, name s, 9=labelSelector LabelSelectorAttributes
ResourceClaim: name s, request s
ResourceFieldSelector: containerName s, resource s, divisor q
ResourceMetricSource@v2: name s, target MetricTarget@v2
ResourceQuota: metadata ObjectMeta, spec ResourceQuotaSpec
ResourceQuotaSpec: hard {q, scopes [s, scopeSelector ScopeSelector
ResourceRequirements: limits {q, requests {q, claims [ResourceClaim
RollingUpdateDaemonSet: maxUnavailable x, maxSurge x
RollingUpdateDeployment: maxUnavailable x, maxSurge x
RollingUpdateStatefulSetStrategy: partition i, maxUnavailable x
SELinuxOptions: user s, role s, type s, level s
Scale: metadata ObjectMeta, spec ScaleSpec
ScaleSpec: replicas i
ScopeSelector: matchExpressions [ScopedResourceSelectorRequirement
ScopedResourceSelectorRequirement: scopeName s, operator s, values [s
SeccompProfile: type s, localhostProfile s
Secret: metadata ObjectMeta, data {y, type s, stringData {s, immutable b
SecretEnvSource: localObjectReference LocalObjectReference, optional b
SecretKeySelector: localObjectReference LocalObjectReference, key s, optional b
SecretProjection: localObjectReference LocalObjectReference, items [KeyToPath, 4=optional b
SecretVolumeSource: secretName s, items [KeyToPath, defaultMode i, optional b, defaultUser i
SecurityContext: capabilities Capabilities, privileged b, seLinuxOptions SELinuxOptions, runAsUser i, runAsNonRoot b, readOnlyRootFilesystem b, allowPrivilegeEscalation b, runAsGroup i, procMount s, windowsOptions WindowsSecurityContextOptions, seccompProfile SeccompProfile, appArmorProfile AppArmorProfile
SelfSubjectAccessReview: metadata ObjectMeta, spec SelfSubjectAccessReviewSpec
SelfSubjectAccessReviewSpec: resourceAttributes ResourceAttributes, nonResourceAttributes NonResourceAttributes
Service: metadata ObjectMeta, spec ServiceSpec
ServiceAccount: metadata ObjectMeta, secrets [ObjectReference, imagePullSecrets [LocalObjectReference, automountServiceAccountToken b
ServiceAccountTokenProjection: audience s, expirationSeconds i, path s, user i
ServicePort: name s, protocol s, port i, targetPort x, nodePort i, appProtocol s
ServiceSpec: ports [ServicePort, selector {s, clusterIP s, type s, externalIPs [s, 7=sessionAffinity s, loadBalancerIP s, loadBalancerSourceRanges [s, externalName s, externalTrafficPolicy s, healthCheckNodePort i, publishNotReadyAddresses b, sessionAffinityConfig SessionAffinityConfig, 17=ipFamilyPolicy s, clusterIPs [s, ipFamilies [s, allocateLoadBalancerNodePorts b, loadBalancerClass s, internalTrafficPolicy s, trafficDistribution s
SessionAffinityConfig: clientIP ClientIPConfig
SleepAction: seconds i
StatefulSet: metadata ObjectMeta, spec StatefulSetSpec
StatefulSetOrdinals: start i
StatefulSetPersistentVolumeClaimRetentionPolicy: whenDeleted s, whenScaled s
StatefulSetSpec: replicas i, selector LabelSelector, template PodTemplateSpec, volumeClaimTemplates [PersistentVolumeClaim, serviceName s, podManagementPolicy s, updateStrategy StatefulSetUpdateStrategy, revisionHistoryLimit i, minReadySeconds i, persistentVolumeClaimRetentionPolicy StatefulSetPersistentVolumeClaimRetentionPolicy, ordinals StatefulSetOrdinals
StatefulSetUpdateStrategy: type s, rollingUpdate RollingUpdateStatefulSetStrategy
SuccessPolicy: rules [SuccessPolicyRule
SuccessPolicyRule: succeededIndexes s, succeededCount i
Sysctl: name s, value s
TCPSocketAction: port x, host s
Toleration: key s, operator s, value s, effect s, tolerationSeconds i
TopologySpreadConstraint: maxSkew i, topologyKey s, whenUnsatisfiable s, labelSelector LabelSelector, minDomains i, nodeAffinityPolicy s, nodeTaintsPolicy s, matchLabelKeys [s
TypedLocalObjectReference: apiGroup s, kind s, name s
TypedObjectReference: apiGroup s, kind s, name s, namespace s
Volume: name s, volumeSource VolumeSource
VolumeDevice: name s, devicePath s
VolumeMount: name s, readOnly b, mountPath s, subPath s, mountPropagation s, subPathExpr s, recursiveReadOnly s, bindMountOptions [s
VolumeProjection: secret SecretProjection, downwardAPI DownwardAPIProjection, configMap ConfigMapProjection, serviceAccountToken ServiceAccountTokenProjection
VolumeResourceRequirements: limits {q, requests {q
VolumeSource: hostPath HostPathVolumeSource, emptyDir EmptyDirVolumeSource, 6=secret SecretVolumeSource, nfs NFSVolumeSource, 10=persistentVolumeClaim PersistentVolumeClaimVolumeSource, 16=downwardAPI DownwardAPIVolumeSource, 19=configMap ConfigMapVolumeSource, 26=projected ProjectedVolumeSource, 28=csi CSIVolumeSource, ephemeral EphemeralVolumeSource, image ImageVolumeSource
WeightedPodAffinityTerm: weight i, podAffinityTerm PodAffinityTerm
WindowsSecurityContextOptions: gmsaCredentialSpecName s, gmsaCredentialSpec s, runAsUserName s, hostProcess b
`
