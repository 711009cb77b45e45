// The structs of volume sources: the many places that files of a pod can come from. The same form and the same origin as structs.ts, of which this is a
// part by itself.

export const VOLUME_STRUCTS = `
AWSElasticBlockStoreVolumeSource: volumeID s=!, fsType s, partition i, readOnly b
AzureDiskVolumeSource: diskName s=!, diskURI s=!, cachingMode *s:v1.AzureDataDiskCachingMode, fsType *s, readOnly *b, kind *s:v1.AzureDataDiskKind
AzureFilePersistentVolumeSource: secretName s=!, shareName s=!, readOnly b, secretNamespace *s=
AzureFileVolumeSource: secretName s=!, shareName s=!, readOnly b
CSIPersistentVolumeSource: driver s=!, volumeHandle s=!, readOnly b, fsType s, volumeAttributes {s, controllerPublishSecretRef *SecretReference, nodeStageSecretRef *SecretReference, nodePublishSecretRef *SecretReference, controllerExpandSecretRef *SecretReference, nodeExpandSecretRef *SecretReference
CSIVolumeSource: driver s=!, readOnly *b, fsType *s, volumeAttributes {s, nodePublishSecretRef *LocalObjectReference
CephFSPersistentVolumeSource: monitors [s=!, path s, user s, secretFile s, secretRef *SecretReference, readOnly b
CephFSVolumeSource: monitors [s=!, path s, user s, secretFile s, secretRef *LocalObjectReference, readOnly b
CinderPersistentVolumeSource: volumeID s=!, fsType s, readOnly b, secretRef *SecretReference
CinderVolumeSource: volumeID s=!, fsType s, readOnly b, secretRef *LocalObjectReference
ClusterTrustBundleProjection: name *s, signerName *s, labelSelector *LabelSelector, optional *b, path s=!
ConfigMapProjection: name s, items [KeyToPath, optional *b
ConfigMapVolumeSource: name s, items [KeyToPath, defaultMode *i, optional *b
DownwardAPIProjection: items [DownwardAPIVolumeFile
DownwardAPIVolumeSource: items [DownwardAPIVolumeFile, defaultMode *i
EmptyDirVolumeSource: medium s:v1.StorageMedium, sizeLimit *q
EphemeralVolumeSource: volumeClaimTemplate *PersistentVolumeClaimTemplate
FCVolumeSource: targetWWNs [s, lun *i, fsType s, readOnly b, wwids [s
FlexPersistentVolumeSource: driver s=!, fsType s, secretRef *SecretReference, readOnly b, options {s
FlexVolumeSource: driver s=!, fsType s, secretRef *LocalObjectReference, readOnly b, options {s
FlockerVolumeSource: datasetName s, datasetUUID s
GCEPersistentDiskVolumeSource: pdName s=!, fsType s, partition i, readOnly b
GitRepoVolumeSource: repository s=!, revision s, directory s
GlusterfsPersistentVolumeSource: endpoints s=!, path s=!, readOnly b, endpointsNamespace *s
GlusterfsVolumeSource: endpoints s=!, path s=!, readOnly b
HostPathVolumeSource: path s=!, type *s:v1.HostPathType
ISCSIPersistentVolumeSource: targetPortal s=!, iqn s=!, lun i=!, iscsiInterface s, fsType s, readOnly b, portals [s, chapAuthDiscovery b, chapAuthSession b, secretRef *SecretReference, initiatorName *s
ISCSIVolumeSource: targetPortal s=!, iqn s=!, lun i=!, iscsiInterface s, fsType s, readOnly b, portals [s, chapAuthDiscovery b, chapAuthSession b, secretRef *LocalObjectReference, initiatorName *s
ImageVolumeSource: reference s, pullPolicy s:v1.PullPolicy
LocalVolumeSource: path s=!, fsType *s
NFSVolumeSource: server s=!, path s=!, readOnly b
PersistentVolumeClaimVolumeSource: claimName s=!, readOnly b
PhotonPersistentDiskVolumeSource: pdID s=!, fsType s
PodCertificateProjection: signerName s!, keyType s!, maxExpirationSeconds *i, credentialBundlePath s, keyPath s, certificateChainPath s
PortworxVolumeSource: volumeID s=!, fsType s, readOnly b
ProjectedVolumeSource: sources [VolumeProjection=, defaultMode *i
QuobyteVolumeSource: registry s=!, volume s=!, readOnly b, user s, group s, tenant s
RBDPersistentVolumeSource: monitors [s=!, image s=!, fsType s, pool s, user s, keyring s, secretRef *SecretReference, readOnly b
RBDVolumeSource: monitors [s=!, image s=!, fsType s, pool s, user s, keyring s, secretRef *LocalObjectReference, readOnly b
ScaleIOPersistentVolumeSource: gateway s=!, system s=!, secretRef *SecretReference=!, sslEnabled b, protectionDomain s, storagePool s, storageMode s, volumeName s, fsType s, readOnly b
ScaleIOVolumeSource: gateway s=!, system s=!, secretRef *LocalObjectReference=!, sslEnabled b, protectionDomain s, storagePool s, storageMode s, volumeName s, fsType s, readOnly b
SecretProjection: name s, items [KeyToPath, optional *b
SecretVolumeSource: secretName s, items [KeyToPath, defaultMode *i, optional *b
ServiceAccountTokenProjection: audience s, expirationSeconds *l, path s=!
StorageOSPersistentVolumeSource: volumeName s, volumeNamespace s, fsType s, readOnly b, secretRef *ObjectReference
StorageOSVolumeSource: volumeName s, volumeNamespace s, fsType s, readOnly b, secretRef *LocalObjectReference
VolumeProjection: secret *SecretProjection, downwardAPI *DownwardAPIProjection, configMap *ConfigMapProjection, serviceAccountToken *ServiceAccountTokenProjection, clusterTrustBundle *ClusterTrustBundleProjection, podCertificate *PodCertificateProjection
VsphereVirtualDiskVolumeSource: volumePath s=!, fsType s, storagePolicyName s, storagePolicyID s
`
