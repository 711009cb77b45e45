// Every pod acts as a service account, and finds its token, the cluster's certificate and its namespace mounted in each container. Upstream:
// plugin/pkg/admission/serviceaccount/admission.go. The volume's name ends in five characters that upstream rolls for each pod; here they are worked out
// of the owner, so that the pods of one template share one spec.
import { type ApiObject, type Container, controllerOf, fnv1a, type PodSpec, safeEncode } from '../../kube/index.ts'
import { type Attempt, type Plugin, refuse } from './plugin.ts'

const PATH = '/var/run/secrets/kubernetes.io/serviceaccount'
const PREFIX = 'kube-api-access-'
const MIRROR = 'kubernetes.io/config.mirror'

const PROJECTED = {
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
  ],
  defaultMode: 420,
}

interface Made {
  readonly volume: string
  readonly account: string
  readonly mounts: boolean
  readonly pullSecrets: unknown
  readonly out: PodSpec
}
// Specs are immutable and shared by the pods of a template: what was made of one is made of it again.
const made = new WeakMap<PodSpec, Made>()

/** Five characters that are the same for all pods of one owner. */
function volumeName(o: ApiObject): string {
  const owner = controllerOf(o)
  const text = safeEncode(String(fnv1a(owner ? owner.uid : `${o.metadata.namespace}/${o.metadata.name}`)).padStart(10, '7'))
  return PREFIX + text.slice(-5)
}

const mounted = (c: Container, name: string): Container =>
  c.volumeMounts?.some(m => m.mountPath === PATH)
    ? c
    : { ...c, volumeMounts: [...(c.volumeMounts ?? []), { name, readOnly: true, mountPath: PATH }] }

function withToken(spec: PodSpec, fresh: string): PodSpec {
  const there = spec.volumes?.find(v => v.name.startsWith(PREFIX))?.name
  const name = there ?? fresh
  const containers = spec.containers?.map(c => mounted(c, name))
  const init = spec.initContainers?.map(c => mounted(c, name))
  const changed = [...(containers ?? []), ...(init ?? [])].some(
    (c, i) => c !== [...(spec.containers ?? []), ...(spec.initContainers ?? [])][i],
  )
  return {
    ...spec,
    ...(containers && { containers }),
    ...(init && { initContainers: init }),
    ...(changed && !there && { volumes: [...(spec.volumes ?? []), { name, projected: PROJECTED }] }),
  }
}

function accountOf(o: ApiObject, name: string, attempt: Attempt): ApiObject | undefined {
  const namespace = o.metadata.namespace ?? ''
  const account = attempt.env.get('serviceaccounts', `${namespace}/${name}`)
  // The controller that makes the default account is a moment behind a new namespace; nobody need notice.
  if (!account && name !== 'default')
    throw refuse(attempt, o, `error looking up service account ${namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`)
  return account
}

export const serviceAccount: Plugin = (o, attempt) => {
  if (o.metadata.annotations?.[MIRROR] !== undefined) return o
  const spec = o.spec as PodSpec
  const account = spec.serviceAccountName || 'default'
  const known = accountOf(o, account, attempt)
  const mounts = spec.automountServiceAccountToken ?? known?.automountServiceAccountToken ?? true
  const pullSecrets = spec.imagePullSecrets?.length ? undefined : known?.imagePullSecrets
  const volume = volumeName(o)
  const before = made.get(spec)
  if (before?.volume === volume && before.account === account && before.mounts === mounts && before.pullSecrets === pullSecrets)
    return { ...o, spec: before.out }
  const named = { ...spec, serviceAccountName: account, serviceAccount: account, ...(pullSecrets && { imagePullSecrets: pullSecrets }) }
  const out = mounts ? withToken(named, volume) : named
  made.set(spec, { volume, account, mounts, pullSecrets, out })
  return { ...o, spec: out }
}
