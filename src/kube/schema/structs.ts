// The structure of every kind in the house: field names, types, and how lists merge; no descriptions. One line a struct, read by schema.ts, which also
// says what the signs mean. Generated, not written: reduced from the OpenAPI documents (/openapi/v3) of Kubernetes 1.34.4, with what those leave out (which
// fields are pointers, which are always printed, the names of Go's types) read off the types.go files of k8s.io/api and k8s.io/apimachinery,
// release-1.34. Kubernetes is Apache-2.0. Fault, Load, Exec and Clock are our own.

/** `apiVersion Kind`, a line each; a kind's struct has its name, unless another is said. */
export const KINDS = `
apps/v1 ControllerRevision
apps/v1 DaemonSet
apps/v1 Deployment
apps/v1 ReplicaSet
apps/v1 StatefulSet
autoscaling/v1 HorizontalPodAutoscaler HorizontalPodAutoscaler__v1
autoscaling/v1 Scale
autoscaling/v2 HorizontalPodAutoscaler
batch/v1 CronJob
batch/v1 Job
coordination.k8s.io/v1 Lease
discovery.k8s.io/v1 EndpointSlice
events.k8s.io/v1 Event Event__v1
policy/v1 Eviction
policy/v1 PodDisruptionBudget
scheduling.k8s.io/v1 PriorityClass
storage.k8s.io/v1 StorageClass
v1 Binding
v1 ConfigMap
v1 Endpoints
v1 Event
v1 LimitRange
v1 Namespace
v1 Node
v1 PersistentVolume
v1 PersistentVolumeClaim
v1 Pod
v1 ResourceQuota
v1 Secret
v1 Service
v1 ServiceAccount
podium.local/v1 Clock
podium.local/v1 Fault
podium.local/v1 Load
podium.local/v1 Exec
`

export const STRUCTS = `
Affinity: nodeAffinity *NodeAffinity, podAffinity *PodAffinity, podAntiAffinity *PodAntiAffinity
AppArmorProfile: type s:v1.AppArmorProfileType=!, localhostProfile *s
AttachedVolume: name s:v1.UniqueVolumeName=!, devicePath s=!
Binding: metadata ObjectMeta=, target ObjectReference=!
Capabilities: add [s:v1.Capability, drop [s:v1.Capability
ClientIPConfig: timeoutSeconds *i
Condition: type s=!, status s:v1.ConditionStatus=!, observedGeneration l, lastTransitionTime t=!, reason s=!, message s=!
ConfigMap: metadata ObjectMeta=, immutable *b, data {s, binaryData {y
ConfigMapEnvSource: name s, optional *b
ConfigMapKeySelector&: name s, key s=!, optional *b
ConfigMapNodeConfigSource: namespace s=!, name s=!, uid s:types.UID, resourceVersion s, kubeletConfigKey s=!
Container: name s=!, image s, command [s, args [s, workingDir s, ports [ContainerPort~containerPort/containerPort+protocol, envFrom [EnvFromSource, env [EnvVar~name, resources ResourceRequirements=, resizePolicy [ContainerResizePolicy, restartPolicy *s:v1.ContainerRestartPolicy, restartPolicyRules [ContainerRestartRule, volumeMounts [VolumeMount~mountPath, volumeDevices [VolumeDevice~devicePath, livenessProbe *Probe, readinessProbe *Probe, startupProbe *Probe, lifecycle *Lifecycle, terminationMessagePath s, terminationMessagePolicy s:v1.TerminationMessagePolicy, imagePullPolicy s:v1.PullPolicy, securityContext *SecurityContext, stdin b, stdinOnce b, tty b
ContainerExtendedResourceRequest: containerName s=!, resourceName s=!, requestName s=!
ContainerImage: names [s=, sizeBytes l
ContainerPort: name s, hostPort i, containerPort i=!, protocol s:v1.Protocol, hostIP s
ContainerResizePolicy: resourceName s:v1.ResourceName=!, restartPolicy s:v1.ResourceResizeRestartPolicy=!
ContainerResourceMetricSource@v2: name s:v1.ResourceName=!, target MetricTarget=!, container s=!
ContainerResourceMetricStatus@v2: name s:v1.ResourceName=!, current MetricValueStatus=!, container s=!
ContainerRestartRule: action s:v1.ContainerRestartRuleAction!, exitCodes *ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes: operator s:v1.ContainerRestartRuleOnExitCodesOperator!, values [i%
ContainerState: waiting *ContainerStateWaiting, running *ContainerStateRunning, terminated *ContainerStateTerminated
ContainerStateRunning: startedAt t=
ContainerStateTerminated: exitCode i=!, signal i, reason s, message s, startedAt t=, finishedAt t=, containerID s
ContainerStateWaiting: reason s, message s
ContainerStatus: name s=!, state ContainerState=, lastState ContainerState=, ready b=!, restartCount i=!, image s=!, imageID s=!, containerID s, started *b, allocatedResources {q:v1.ResourceList, resources *ResourceRequirements, volumeMounts [VolumeMountStatus~mountPath, user *ContainerUser, allocatedResourcesStatus [ResourceStatus~name, stopSignal *s:v1.Signal
ContainerUser: linux *LinuxContainerUser
ControllerRevision: metadata ObjectMeta=, data r, revision l=!
CronJob: metadata ObjectMeta=, spec CronJobSpec=, status CronJobStatus=
CronJobSpec: schedule s=!, timeZone *s, startingDeadlineSeconds *l, concurrencyPolicy s:v1.ConcurrencyPolicy, suspend *b, jobTemplate JobTemplateSpec=!, successfulJobsHistoryLimit *i, failedJobsHistoryLimit *i
CronJobStatus: active [ObjectReference, lastScheduleTime *t, lastSuccessfulTime *t
CrossVersionObjectReference@v2: kind s=!, name s=!, apiVersion s
DaemonEndpoint: Port i=!
DaemonSet: metadata ObjectMeta=, spec DaemonSetSpec=, status DaemonSetStatus=
DaemonSetCondition: type s:v1.DaemonSetConditionType=!, status s:v1.ConditionStatus=!, lastTransitionTime t=, reason s, message s
DaemonSetSpec: selector *LabelSelector=!, template PodTemplateSpec=!, updateStrategy DaemonSetUpdateStrategy=, minReadySeconds i, revisionHistoryLimit *i
DaemonSetStatus: currentNumberScheduled i=!, numberMisscheduled i=!, desiredNumberScheduled i=!, numberReady i=!, observedGeneration l, updatedNumberScheduled i, numberAvailable i, numberUnavailable i, collisionCount *i, conditions [DaemonSetCondition~type
DaemonSetUpdateStrategy: type s:v1.DaemonSetUpdateStrategyType, rollingUpdate *RollingUpdateDaemonSet
DeleteOptions: gracePeriodSeconds *l, preconditions *Preconditions, orphanDependents *b, propagationPolicy *s:v1.DeletionPropagation, dryRun [s, ignoreStoreReadErrorWithClusterBreakingPotential *b, apiVersion s, kind s
Deployment: metadata ObjectMeta=, spec DeploymentSpec=, status DeploymentStatus=
DeploymentCondition: type s:v1.DeploymentConditionType=!, status s:v1.ConditionStatus=!, lastUpdateTime t=, lastTransitionTime t=, reason s, message s
DeploymentSpec: replicas *i, selector *LabelSelector=!, template PodTemplateSpec=!, strategy DeploymentStrategy=#, minReadySeconds i, revisionHistoryLimit *i, paused b, progressDeadlineSeconds *i
DeploymentStatus: observedGeneration l, replicas i, updatedReplicas i, readyReplicas i, availableReplicas i, unavailableReplicas i, terminatingReplicas *i, conditions [DeploymentCondition~type, collisionCount *i
DeploymentStrategy: type s:v1.DeploymentStrategyType, rollingUpdate *RollingUpdateDeployment
DownwardAPIVolumeFile: path s=!, fieldRef *ObjectFieldSelector, resourceFieldRef *ResourceFieldSelector, mode *i
Endpoint: addresses [s=!%, conditions EndpointConditions=, hostname *s, targetRef *ObjectReference, deprecatedTopology {s, nodeName *s, zone *s, hints *EndpointHints
EndpointAddress&: ip s=!, hostname s, nodeName *s, targetRef *ObjectReference
EndpointConditions: ready *b, serving *b, terminating *b
EndpointHints: forZones [ForZone, forNodes [ForNode
EndpointPort&: name *s, protocol *s:v1.Protocol, port *i, appProtocol *s
EndpointPort_corev1&: name s, port i=!, protocol s:v1.Protocol, appProtocol *s
EndpointSlice: metadata ObjectMeta=, addressType s:v1.AddressType=!, endpoints [Endpoint=!, ports [EndpointPort=
EndpointSubset: addresses [EndpointAddress, notReadyAddresses [EndpointAddress, ports [EndpointPort_corev1
Endpoints: metadata ObjectMeta=, subsets [EndpointSubset
EnvFromSource: prefix s, configMapRef *ConfigMapEnvSource, secretRef *SecretEnvSource
EnvVar: name s=!, value s, valueFrom *EnvVarSource
EnvVarSource: fieldRef *ObjectFieldSelector, resourceFieldRef *ResourceFieldSelector, configMapKeyRef *ConfigMapKeySelector, secretKeyRef *SecretKeySelector, fileKeyRef *FileKeySelector
EphemeralContainer: name s=!, image s, command [s, args [s, workingDir s, ports [ContainerPort~containerPort/containerPort+protocol, envFrom [EnvFromSource, env [EnvVar~name, resources ResourceRequirements=, resizePolicy [ContainerResizePolicy, restartPolicy *s:v1.ContainerRestartPolicy, restartPolicyRules [ContainerRestartRule, volumeMounts [VolumeMount~mountPath, volumeDevices [VolumeDevice~devicePath, livenessProbe *Probe, readinessProbe *Probe, startupProbe *Probe, lifecycle *Lifecycle, terminationMessagePath s, terminationMessagePolicy s:v1.TerminationMessagePolicy, imagePullPolicy s:v1.PullPolicy, securityContext *SecurityContext, stdin b, stdinOnce b, tty b, targetContainerName s
Event: metadata ObjectMeta=!, involvedObject ObjectReference=!, reason s, message s, source EventSource=, firstTimestamp t=, lastTimestamp t=, count i, type s, eventTime u=, series *EventSeries, action s, related *ObjectReference, reportingComponent s=, reportingInstance s=
EventSeries: count i, lastObservedTime u=
EventSource: component s, host s
Eviction: metadata ObjectMeta=, deleteOptions *DeleteOptions
ExecAction: command [s
ExternalMetricSource@v2: metric MetricIdentifier=!, target MetricTarget=!
ExternalMetricStatus@v2: metric MetricIdentifier=!, current MetricValueStatus=!
FileKeySelector&: volumeName s=!, path s=!, key s=!, optional *b
ForNode: name s=!
ForZone: name s=!
GRPCAction: port i=!, service *s=
HPAScalingPolicy@v2: type s:v2.HPAScalingPolicyType=!, value i=!, periodSeconds i=!
HPAScalingRules@v2: stabilizationWindowSeconds *i, selectPolicy *s:v2.ScalingPolicySelect, policies [HPAScalingPolicy, tolerance *q
HTTPGetAction: path s, port x=!, host s, scheme s:v1.URIScheme, httpHeaders [HTTPHeader
HTTPHeader: name s=!, value s=!
HorizontalPodAutoscaler@v2: metadata ObjectMeta=, spec HorizontalPodAutoscalerSpec=, status HorizontalPodAutoscalerStatus=
HorizontalPodAutoscalerBehavior@v2: scaleUp *HPAScalingRules, scaleDown *HPAScalingRules
HorizontalPodAutoscalerCondition@v2: type s:v2.HorizontalPodAutoscalerConditionType=!, status s:v1.ConditionStatus=!, lastTransitionTime t=, reason s, message s
HorizontalPodAutoscalerSpec@v2: scaleTargetRef CrossVersionObjectReference=!, minReplicas *i, maxReplicas i=!, metrics [MetricSpec, behavior *HorizontalPodAutoscalerBehavior
HorizontalPodAutoscalerStatus@v2: observedGeneration *l, lastScaleTime *t, currentReplicas i, desiredReplicas i=!, currentMetrics [MetricStatus=, conditions [HorizontalPodAutoscalerCondition~type
HostAlias: ip s=!, hostnames [s
HostIP: ip s=!
Job: metadata ObjectMeta=, spec JobSpec=, status JobStatus=
JobCondition: type s:v1.JobConditionType=!, status s:v1.ConditionStatus=!, lastProbeTime t=, lastTransitionTime t=, reason s, message s
JobSpec: parallelism *i, completions *i, activeDeadlineSeconds *l, podFailurePolicy *PodFailurePolicy, successPolicy *SuccessPolicy, backoffLimit *i, backoffLimitPerIndex *i, maxFailedIndexes *i, selector *LabelSelector, manualSelector *b, template PodTemplateSpec=!, ttlSecondsAfterFinished *i, completionMode *s:v1.CompletionMode, suspend *b, podReplacementPolicy *s:v1.PodReplacementPolicy, managedBy *s
JobStatus: conditions [JobCondition~type, startTime *t, completionTime *t, active i, succeeded i, failed i, terminating *i, completedIndexes s, failedIndexes *s, uncountedTerminatedPods *UncountedTerminatedPods, ready *i
JobTemplateSpec: metadata ObjectMeta=, spec JobSpec=
KeyToPath: key s=!, path s=!, mode *i
LabelSelector&: matchLabels {s, matchExpressions [LabelSelectorRequirement
LabelSelectorRequirement: key s=!, operator s:v1.LabelSelectorOperator=!, values [s
Lease: metadata ObjectMeta=, spec LeaseSpec=
LeaseSpec: holderIdentity *s, leaseDurationSeconds *i, acquireTime *u, renewTime *u, leaseTransitions *i, strategy *s:v1.CoordinatedLeaseStrategy, preferredHolder *s
Lifecycle: postStart *LifecycleHandler, preStop *LifecycleHandler, stopSignal *s:v1.Signal
LifecycleHandler: exec *ExecAction, httpGet *HTTPGetAction, tcpSocket *TCPSocketAction, sleep *SleepAction
LimitRange: metadata ObjectMeta=, spec LimitRangeSpec=
LimitRangeItem: type s:v1.LimitType=!, max {q:v1.ResourceList, min {q:v1.ResourceList, default {q:v1.ResourceList, defaultRequest {q:v1.ResourceList, maxLimitRequestRatio {q:v1.ResourceList
LimitRangeSpec: limits [LimitRangeItem=!
LinuxContainerUser: uid l=!, gid l=!, supplementalGroups [l
LoadBalancerIngress: ip s, hostname s, ipMode *s:v1.LoadBalancerIPMode, ports [PortStatus
LoadBalancerStatus: ingress [LoadBalancerIngress
LocalObjectReference&: name s
ManagedFieldsEntry: manager s, operation s:v1.ManagedFieldsOperationType, apiVersion s, time *t, fieldsType s, fieldsV1 *r, subresource s
MetricIdentifier@v2: name s=!, selector *LabelSelector
MetricSpec@v2: type s:v2.MetricSourceType=!, object *ObjectMetricSource, pods *PodsMetricSource, resource *ResourceMetricSource, containerResource *ContainerResourceMetricSource, external *ExternalMetricSource
MetricStatus@v2: type s:v2.MetricSourceType=!, object *ObjectMetricStatus, pods *PodsMetricStatus, resource *ResourceMetricStatus, containerResource *ContainerResourceMetricStatus, external *ExternalMetricStatus
MetricTarget@v2: type s:v2.MetricTargetType=!, value *q, averageValue *q, averageUtilization *i
MetricValueStatus@v2: value *q, averageValue *q, averageUtilization *i
ModifyVolumeStatus: targetVolumeAttributesClassName s, status s:v1.PersistentVolumeClaimModifyVolumeStatus=!
Namespace: metadata ObjectMeta=, spec NamespaceSpec=, status NamespaceStatus=
NamespaceCondition: type s:v1.NamespaceConditionType=!, status s:v1.ConditionStatus=!, lastTransitionTime t=, reason s, message s
NamespaceSpec: finalizers [s:v1.FinalizerName
NamespaceStatus: phase s:v1.NamespacePhase, conditions [NamespaceCondition~type
Node: metadata ObjectMeta=, spec NodeSpec=, status NodeStatus=
NodeAddress: type s:v1.NodeAddressType=!, address s=!
NodeAffinity: requiredDuringSchedulingIgnoredDuringExecution *NodeSelector, preferredDuringSchedulingIgnoredDuringExecution [PreferredSchedulingTerm
NodeCondition: type s:v1.NodeConditionType=!, status s:v1.ConditionStatus=!, lastHeartbeatTime t=, lastTransitionTime t=, reason s, message s
NodeConfigSource: configMap *ConfigMapNodeConfigSource
NodeConfigStatus: assigned *NodeConfigSource, active *NodeConfigSource, lastKnownGood *NodeConfigSource, error s
NodeDaemonEndpoints: kubeletEndpoint DaemonEndpoint=
NodeFeatures: supplementalGroupsPolicy *b
NodeRuntimeHandler: name s=, features *NodeRuntimeHandlerFeatures
NodeRuntimeHandlerFeatures: recursiveReadOnlyMounts *b, userNamespaces *b
NodeSelector&: nodeSelectorTerms [NodeSelectorTerm=!
NodeSelectorRequirement: key s=!, operator s:v1.NodeSelectorOperator=!, values [s
NodeSelectorTerm&: matchExpressions [NodeSelectorRequirement, matchFields [NodeSelectorRequirement
NodeSpec: podCIDR s, podCIDRs [s~%, providerID s, unschedulable b, taints [Taint, configSource *NodeConfigSource, externalID s
NodeStatus: capacity {q:v1.ResourceList, allocatable {q:v1.ResourceList, phase s:v1.NodePhase, conditions [NodeCondition~type, addresses [NodeAddress~type, daemonEndpoints NodeDaemonEndpoints=, nodeInfo NodeSystemInfo=, images [ContainerImage, volumesInUse [s:v1.UniqueVolumeName, volumesAttached [AttachedVolume, config *NodeConfigStatus, runtimeHandlers [NodeRuntimeHandler, features *NodeFeatures
NodeSwapStatus: capacity *l
NodeSystemInfo: machineID s=!, systemUUID s=!, bootID s=!, kernelVersion s=!, osImage s=!, containerRuntimeVersion s=!, kubeletVersion s=!, kubeProxyVersion s=!, operatingSystem s=!, architecture s=!, swap *NodeSwapStatus
ObjectFieldSelector&: apiVersion s, fieldPath s=!
ObjectMeta: name s, generateName s, namespace s, selfLink s, uid s:types.UID, resourceVersion s, generation l, creationTimestamp t, deletionTimestamp *t, deletionGracePeriodSeconds *l, labels {s, annotations {s, ownerReferences [OwnerReference~uid, finalizers [s~%, managedFields [ManagedFieldsEntry
ObjectMetricSource@v2: describedObject CrossVersionObjectReference=!, target MetricTarget=!, metric MetricIdentifier=!
ObjectMetricStatus@v2: metric MetricIdentifier=!, current MetricValueStatus=!, describedObject CrossVersionObjectReference=!
ObjectReference&: kind s, namespace s, name s, uid s:types.UID, apiVersion s, resourceVersion s, fieldPath s
OwnerReference&: apiVersion s=!, kind s=!, name s=!, uid s:types.UID=!, controller *b, blockOwnerDeletion *b
PersistentVolume: metadata ObjectMeta=, spec PersistentVolumeSpec=, status PersistentVolumeStatus=
PersistentVolumeClaim: metadata ObjectMeta=, spec PersistentVolumeClaimSpec=, status PersistentVolumeClaimStatus=
PersistentVolumeClaimCondition: type s:v1.PersistentVolumeClaimConditionType=!, status s:v1.ConditionStatus=!, lastProbeTime t=, lastTransitionTime t=, reason s, message s
PersistentVolumeClaimSpec: accessModes [s:v1.PersistentVolumeAccessMode, selector *LabelSelector, resources VolumeResourceRequirements=, volumeName s, storageClassName *s, volumeMode *s:v1.PersistentVolumeMode, dataSource *TypedLocalObjectReference, dataSourceRef *TypedObjectReference, volumeAttributesClassName *s
PersistentVolumeClaimStatus: phase s:v1.PersistentVolumeClaimPhase, accessModes [s:v1.PersistentVolumeAccessMode, capacity {q:v1.ResourceList, conditions [PersistentVolumeClaimCondition~type, allocatedResources {q:v1.ResourceList, allocatedResourceStatuses {s, currentVolumeAttributesClassName *s, modifyVolumeStatus *ModifyVolumeStatus
PersistentVolumeClaimTemplate: metadata ObjectMeta=, spec PersistentVolumeClaimSpec=!
PersistentVolumeSpec: capacity {q:v1.ResourceList, gcePersistentDisk *GCEPersistentDiskVolumeSource, awsElasticBlockStore *AWSElasticBlockStoreVolumeSource, hostPath *HostPathVolumeSource, glusterfs *GlusterfsPersistentVolumeSource, nfs *NFSVolumeSource, rbd *RBDPersistentVolumeSource, iscsi *ISCSIPersistentVolumeSource, cinder *CinderPersistentVolumeSource, cephfs *CephFSPersistentVolumeSource, fc *FCVolumeSource, flocker *FlockerVolumeSource, flexVolume *FlexPersistentVolumeSource, azureFile *AzureFilePersistentVolumeSource, vsphereVolume *VsphereVirtualDiskVolumeSource, quobyte *QuobyteVolumeSource, azureDisk *AzureDiskVolumeSource, photonPersistentDisk *PhotonPersistentDiskVolumeSource, portworxVolume *PortworxVolumeSource, scaleIO *ScaleIOPersistentVolumeSource, local *LocalVolumeSource, storageos *StorageOSPersistentVolumeSource, csi *CSIPersistentVolumeSource, accessModes [s:v1.PersistentVolumeAccessMode, claimRef *ObjectReference, persistentVolumeReclaimPolicy s:v1.PersistentVolumeReclaimPolicy, storageClassName s, mountOptions [s, volumeMode *s:v1.PersistentVolumeMode, nodeAffinity *VolumeNodeAffinity, volumeAttributesClassName *s
PersistentVolumeStatus: phase s:v1.PersistentVolumePhase, message s, reason s, lastPhaseTransitionTime *t
Pod: metadata ObjectMeta=, spec PodSpec=, status PodStatus=
PodAffinity: requiredDuringSchedulingIgnoredDuringExecution [PodAffinityTerm, preferredDuringSchedulingIgnoredDuringExecution [WeightedPodAffinityTerm
PodAffinityTerm: labelSelector *LabelSelector, namespaces [s, topologyKey s=!, namespaceSelector *LabelSelector, matchLabelKeys [s, mismatchLabelKeys [s
PodAntiAffinity: requiredDuringSchedulingIgnoredDuringExecution [PodAffinityTerm, preferredDuringSchedulingIgnoredDuringExecution [WeightedPodAffinityTerm
PodCondition: type s:v1.PodConditionType=!, observedGeneration l, status s:v1.ConditionStatus=!, lastProbeTime t=, lastTransitionTime t=, reason s, message s
PodDNSConfig: nameservers [s, searches [s, options [PodDNSConfigOption
PodDNSConfigOption: name s, value *s
PodDisruptionBudget: metadata ObjectMeta=, spec PodDisruptionBudgetSpec=, status PodDisruptionBudgetStatus=
PodDisruptionBudgetSpec: minAvailable *x, selector *LabelSelector^, maxUnavailable *x, unhealthyPodEvictionPolicy *s:v1.UnhealthyPodEvictionPolicyType
PodDisruptionBudgetStatus: observedGeneration l, disruptedPods {t, disruptionsAllowed i=!, currentHealthy i=!, desiredHealthy i=!, expectedPods i=!, conditions [Condition~type
PodExtendedResourceClaimStatus: requestMappings [ContainerExtendedResourceRequest=!, resourceClaimName s=!
PodFailurePolicy: rules [PodFailurePolicyRule=!
PodFailurePolicyOnExitCodesRequirement: containerName *s, operator s:v1.PodFailurePolicyOnExitCodesOperator=!, values [i=!%
PodFailurePolicyOnPodConditionsPattern: type s:v1.PodConditionType=!, status s:v1.ConditionStatus=!
PodFailurePolicyRule: action s:v1.PodFailurePolicyAction=!, onExitCodes *PodFailurePolicyOnExitCodesRequirement, onPodConditions [PodFailurePolicyOnPodConditionsPattern
PodIP: ip s=!
PodOS: name s:v1.OSName=!
PodReadinessGate: conditionType s:v1.PodConditionType=!
PodResourceClaim: name s=!, resourceClaimName *s, resourceClaimTemplateName *s
PodResourceClaimStatus: name s=!, resourceClaimName *s
PodSchedulingGate: name s=!
PodSecurityContext: seLinuxOptions *SELinuxOptions, windowsOptions *WindowsSecurityContextOptions, runAsUser *l, runAsGroup *l, runAsNonRoot *b, supplementalGroups [l, supplementalGroupsPolicy *s:v1.SupplementalGroupsPolicy, fsGroup *l, sysctls [Sysctl, fsGroupChangePolicy *s:v1.PodFSGroupChangePolicy, seccompProfile *SeccompProfile, appArmorProfile *AppArmorProfile, seLinuxChangePolicy *s:v1.PodSELinuxChangePolicy
PodSpec: volumes [Volume#~name, initContainers [Container~name, containers [Container=!~name, ephemeralContainers [EphemeralContainer~name, restartPolicy s:v1.RestartPolicy, terminationGracePeriodSeconds *l, activeDeadlineSeconds *l, dnsPolicy s:v1.DNSPolicy, nodeSelector {s&, serviceAccountName s, serviceAccount s, automountServiceAccountToken *b, nodeName s, hostNetwork b, hostPID b, hostIPC b, shareProcessNamespace *b, securityContext *PodSecurityContext, imagePullSecrets [LocalObjectReference~name, hostname s, subdomain s, affinity *Affinity, schedulerName s, tolerations [Toleration, hostAliases [HostAlias~ip, priorityClassName s, priority *i, dnsConfig *PodDNSConfig, readinessGates [PodReadinessGate, runtimeClassName *s, enableServiceLinks *b, preemptionPolicy *s:v1.PreemptionPolicy, overhead {q:v1.ResourceList, topologySpreadConstraints [TopologySpreadConstraint~topologyKey/topologyKey+whenUnsatisfiable, setHostnameAsFQDN *b, os *PodOS, hostUsers *b, schedulingGates [PodSchedulingGate~name, resourceClaims [PodResourceClaim#~name, resources *ResourceRequirements, hostnameOverride *s
PodStatus: observedGeneration l, phase s:v1.PodPhase, conditions [PodCondition~type, message s, reason s, nominatedNodeName s, hostIP s, hostIPs [HostIP~ip, podIP s, podIPs [PodIP~ip, startTime *t, initContainerStatuses [ContainerStatus, containerStatuses [ContainerStatus, qosClass s:v1.PodQOSClass, ephemeralContainerStatuses [ContainerStatus, resize s:v1.PodResizeStatus, resourceClaimStatuses [PodResourceClaimStatus#~name, extendedResourceClaimStatus *PodExtendedResourceClaimStatus
PodTemplateSpec: metadata ObjectMeta=, spec PodSpec=
PodsMetricSource@v2: metric MetricIdentifier=!, target MetricTarget=!
PodsMetricStatus@v2: metric MetricIdentifier=!, current MetricValueStatus=!
PortStatus: port i=!, protocol s:v1.Protocol=!, error *s
Preconditions: uid *s:types.UID, resourceVersion *s
PreferredSchedulingTerm: weight i=!, preference NodeSelectorTerm=!
PriorityClass: metadata ObjectMeta=, value i=!, globalDefault b, description s, preemptionPolicy *s
Probe: exec *ExecAction, httpGet *HTTPGetAction, tcpSocket *TCPSocketAction, grpc *GRPCAction, initialDelaySeconds i, timeoutSeconds i, periodSeconds i, successThreshold i, failureThreshold i, terminationGracePeriodSeconds *l
ReplicaSet: metadata ObjectMeta=, spec ReplicaSetSpec=, status ReplicaSetStatus=
ReplicaSetCondition: type s:v1.ReplicaSetConditionType=!, status s:v1.ConditionStatus=!, lastTransitionTime t=, reason s, message s
ReplicaSetSpec: replicas *i, minReadySeconds i, selector *LabelSelector=!, template PodTemplateSpec=
ReplicaSetStatus: replicas i=!, fullyLabeledReplicas i, readyReplicas i, availableReplicas i, terminatingReplicas *i, observedGeneration l, conditions [ReplicaSetCondition~type
ResourceClaim: name s=!, request s
ResourceFieldSelector&: containerName s, resource s=!, divisor q=
ResourceHealth: resourceID s:v1.ResourceID=!, health s:v1.ResourceHealthStatus
ResourceMetricSource@v2: name s:v1.ResourceName=!, target MetricTarget=!
ResourceMetricStatus@v2: name s:v1.ResourceName=!, current MetricValueStatus=!
ResourceQuota: metadata ObjectMeta=, spec ResourceQuotaSpec=, status ResourceQuotaStatus=
ResourceQuotaSpec: hard {q:v1.ResourceList, scopes [s:v1.ResourceQuotaScope, scopeSelector *ScopeSelector
ResourceQuotaStatus: hard {q:v1.ResourceList, used {q:v1.ResourceList
ResourceRequirements: limits {q:v1.ResourceList, requests {q:v1.ResourceList, claims [ResourceClaim/name
ResourceStatus: name s:v1.ResourceName=!, resources [ResourceHealth/resourceID
RollingUpdateDaemonSet: maxUnavailable *x, maxSurge *x
RollingUpdateDeployment: maxUnavailable *x, maxSurge *x
RollingUpdateStatefulSetStrategy: partition *i, maxUnavailable *x
SELinuxOptions: user s, role s, type s, level s
Scale: metadata ObjectMeta=, spec ScaleSpec=, status ScaleStatus=
ScaleSpec: replicas i
ScaleStatus: replicas i=!, selector s
ScopeSelector&: matchExpressions [ScopedResourceSelectorRequirement
ScopedResourceSelectorRequirement: scopeName s:v1.ResourceQuotaScope=!, operator s:v1.ScopeSelectorOperator=!, values [s
SeccompProfile: type s:v1.SeccompProfileType=!, localhostProfile *s
Secret: metadata ObjectMeta=, immutable *b, data {y, stringData {s, type s:v1.SecretType
SecretEnvSource: name s, optional *b
SecretKeySelector&: name s, key s=!, optional *b
SecretReference&: name s, namespace s
SecurityContext: capabilities *Capabilities, privileged *b, seLinuxOptions *SELinuxOptions, windowsOptions *WindowsSecurityContextOptions, runAsUser *l, runAsGroup *l, runAsNonRoot *b, readOnlyRootFilesystem *b, allowPrivilegeEscalation *b, procMount *s:v1.ProcMountType, seccompProfile *SeccompProfile, appArmorProfile *AppArmorProfile
Service: metadata ObjectMeta=, spec ServiceSpec=, status ServiceStatus=
ServiceAccount: metadata ObjectMeta=, secrets [ObjectReference~name, imagePullSecrets [LocalObjectReference, automountServiceAccountToken *b
ServicePort: name s, protocol s:v1.Protocol, appProtocol *s, port i=!, targetPort x=, nodePort i
ServiceSpec: ports [ServicePort~port/port+protocol, selector {s&, clusterIP s, clusterIPs [s, type s:v1.ServiceType, externalIPs [s, sessionAffinity s:v1.ServiceAffinity, loadBalancerIP s, loadBalancerSourceRanges [s, externalName s, externalTrafficPolicy s:v1.ServiceExternalTrafficPolicy, healthCheckNodePort i, publishNotReadyAddresses b, sessionAffinityConfig *SessionAffinityConfig, ipFamilies [s:v1.IPFamily, ipFamilyPolicy *s:v1.IPFamilyPolicy, allocateLoadBalancerNodePorts *b, loadBalancerClass *s, internalTrafficPolicy *s:v1.ServiceInternalTrafficPolicy, trafficDistribution *s
ServiceStatus: loadBalancer LoadBalancerStatus=, conditions [Condition~type
SessionAffinityConfig: clientIP *ClientIPConfig
SleepAction: seconds l=!
StatefulSet: metadata ObjectMeta=, spec StatefulSetSpec=, status StatefulSetStatus=
StatefulSetCondition: type s:v1.StatefulSetConditionType=!, status s:v1.ConditionStatus=!, lastTransitionTime t=, reason s, message s
StatefulSetOrdinals: start i=
StatefulSetPersistentVolumeClaimRetentionPolicy: whenDeleted s:v1.PersistentVolumeClaimRetentionPolicyType, whenScaled s:v1.PersistentVolumeClaimRetentionPolicyType
StatefulSetSpec: replicas *i, selector *LabelSelector=!, template PodTemplateSpec=!, volumeClaimTemplates [PersistentVolumeClaim, serviceName s=, podManagementPolicy s:v1.PodManagementPolicyType, updateStrategy StatefulSetUpdateStrategy=, revisionHistoryLimit *i, minReadySeconds i, persistentVolumeClaimRetentionPolicy *StatefulSetPersistentVolumeClaimRetentionPolicy, ordinals *StatefulSetOrdinals
StatefulSetStatus: observedGeneration l, replicas i=!, readyReplicas i, currentReplicas i, updatedReplicas i, currentRevision s, updateRevision s, collisionCount *i, conditions [StatefulSetCondition~type, availableReplicas i=
StatefulSetUpdateStrategy: type s:v1.StatefulSetUpdateStrategyType, rollingUpdate *RollingUpdateStatefulSetStrategy
StorageClass: metadata ObjectMeta=, provisioner s=!, parameters {s, reclaimPolicy *s:v1.PersistentVolumeReclaimPolicy, mountOptions [s, allowVolumeExpansion *b, volumeBindingMode *s:v1.VolumeBindingMode, allowedTopologies [TopologySelectorTerm
SuccessPolicy: rules [SuccessPolicyRule=!
SuccessPolicyRule: succeededIndexes *s, succeededCount *i
Sysctl: name s=!, value s=!
TCPSocketAction: port x=!, host s
Taint: key s=!, value s, effect s:v1.TaintEffect=!, timeAdded *t
Toleration: key s, operator s:v1.TolerationOperator, value s, effect s:v1.TaintEffect, tolerationSeconds *l
TopologySelectorLabelRequirement: key s=!, values [s=!
TopologySelectorTerm&: matchLabelExpressions [TopologySelectorLabelRequirement
TopologySpreadConstraint: maxSkew i=!, topologyKey s=!, whenUnsatisfiable s:v1.UnsatisfiableConstraintAction=!, labelSelector *LabelSelector, minDomains *i, nodeAffinityPolicy *s:v1.NodeInclusionPolicy, nodeTaintsPolicy *s:v1.NodeInclusionPolicy, matchLabelKeys [s
TypedLocalObjectReference&: apiGroup *s=, kind s=!, name s=!
TypedObjectReference: apiGroup *s=, kind s=!, name s=!, namespace *s
UncountedTerminatedPods: succeeded [s:types.UID%, failed [s:types.UID%
Volume: name s=!, hostPath *HostPathVolumeSource, emptyDir *EmptyDirVolumeSource, gcePersistentDisk *GCEPersistentDiskVolumeSource, awsElasticBlockStore *AWSElasticBlockStoreVolumeSource, gitRepo *GitRepoVolumeSource, secret *SecretVolumeSource, nfs *NFSVolumeSource, iscsi *ISCSIVolumeSource, glusterfs *GlusterfsVolumeSource, persistentVolumeClaim *PersistentVolumeClaimVolumeSource, rbd *RBDVolumeSource, flexVolume *FlexVolumeSource, cinder *CinderVolumeSource, cephfs *CephFSVolumeSource, flocker *FlockerVolumeSource, downwardAPI *DownwardAPIVolumeSource, fc *FCVolumeSource, azureFile *AzureFileVolumeSource, configMap *ConfigMapVolumeSource, vsphereVolume *VsphereVirtualDiskVolumeSource, quobyte *QuobyteVolumeSource, azureDisk *AzureDiskVolumeSource, photonPersistentDisk *PhotonPersistentDiskVolumeSource, projected *ProjectedVolumeSource, portworxVolume *PortworxVolumeSource, scaleIO *ScaleIOVolumeSource, storageos *StorageOSVolumeSource, csi *CSIVolumeSource, ephemeral *EphemeralVolumeSource, image *ImageVolumeSource
VolumeDevice: name s=!, devicePath s=!
VolumeMount: name s=!, readOnly b, recursiveReadOnly *s:v1.RecursiveReadOnlyMode, mountPath s=!, subPath s, mountPropagation *s:v1.MountPropagationMode, subPathExpr s
VolumeMountStatus: name s=!, mountPath s=!, readOnly b, recursiveReadOnly *s:v1.RecursiveReadOnlyMode
VolumeNodeAffinity: required *NodeSelector
VolumeResourceRequirements: limits {q:v1.ResourceList, requests {q:v1.ResourceList
WeightedPodAffinityTerm: weight i=!, podAffinityTerm PodAffinityTerm=!
WindowsSecurityContextOptions: gmsaCredentialSpecName *s, gmsaCredentialSpec *s, runAsUserName *s, hostProcess *b
Clock: metadata ObjectMeta=, spec ClockSpec=, status ClockStatus=
ClockSpec: paused *b, speed *f, runUntil *s
ClockStatus: now s, seed *l
Fault: metadata ObjectMeta=, spec FaultSpec=, status FaultStatus=
FaultSpec: type s!, nodes [s, zone s, pods *FaultPods, exitCode *i
FaultPods: namespace s, name s, selector *LabelSelector, container s
FaultStatus: phase s, since s
Exec: metadata ObjectMeta=, spec ExecSpec=, status ExecStatus=
ExecSpec: pod s!, container s, command [s!
ExecStatus: phase s, exitCode *i, output s, message s
Load: metadata ObjectMeta=, spec LoadSpec=, status LoadStatus=
LoadSpec: service s!, port *i, requestsPerSecond *f, pattern s, timeoutMs *l, requests *l
LoadStatus: sent l, served l, refused l, timedOut l
`
