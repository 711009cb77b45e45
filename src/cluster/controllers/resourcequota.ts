// Keeps count, in a quota's status, of what its namespace uses of what it limits. Upstream: pkg/controller/resourcequota/resource_quota_controller.go.
import { type Actor, type Commit, same, type World } from '../../engine/index.ts'
import { type ApiObject, canonicalQuantity, resourceOf, resources } from '../../kube/index.ts'
import { usedBy } from '../admission/quota/resourcequota.ts'
import { sum, tracks, type Usage } from '../admission/quota/usage.ts'

const isEnd = (o: ApiObject) => o.status?.phase === 'Succeeded' || o.status?.phase === 'Failed'

/** Whether a change can change what is used. */
const counts = ({ type, object, old }: Commit) => type !== 'MODIFIED' || !old || object.spec !== old.spec || isEnd(object) !== isEnd(old)

function quotasOf(commit: Commit, world: World): readonly string[] {
  const { namespace } = commit.object.metadata
  if (!namespace || !resourceOf('resourcequotas')) return []
  const quotas = world.keysBy('resourcequotas', 'namespace', namespace)
  return quotas.size && counts(commit) ? [...quotas] : []
}

const ofQuotas = {
  plural: 'resourcequotas',
  keys: ({ type, key, object, old }: Commit) => (type === 'MODIFIED' && object.spec === old?.spec ? [] : [key]),
}

export const resourcequota: Actor = {
  name: 'resourcequota',
  plural: 'resourcequotas',
  watches: [ofQuotas, ...resources.filter(r => r.namespaced && r.plural !== 'events').map(r => ({ plural: r.plural, keys: quotasOf }))],

  look(world, key) {
    const quota = world.get('resourcequotas', key)
    if (!quota) return undefined
    const hard = (quota.spec?.hard ?? {}) as Usage
    const names = Object.keys(hard)
    let used: Usage = {}
    for (const r of resources) {
      if (!r.namespaced || !names.some(n => tracks(n, r))) continue
      used = sum(used, usedBy(quota, r, world.by(r.plural, 'namespace', quota.metadata.namespace ?? '')))
    }
    const status = { hard, used: Object.fromEntries(names.map(n => [n, canonicalQuantity(used[n] ?? '0')])) }
    if (same(status, quota.status)) return {}
    // What is no longer limited is no longer told.
    const gone = Object.fromEntries(Object.keys((quota.status?.hard ?? {}) as Usage).flatMap(n => (names.includes(n) ? [] : [[n, null]])))
    const patch = { status: { hard: { ...gone, ...status.hard }, used: { ...gone, ...status.used } } }
    return {
      caption: { code: 'resourcequota.counted', args: { quota: quota.metadata.name } },
      steps: [[{ verb: 'merge', plural: 'resourcequotas', key, patch, subresource: 'status', trusted: true }]],
    }
  },
}
