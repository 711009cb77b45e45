// What a pod spec may be: the same for Pods and, with a few rules more, for the templates of the workload kinds. Upstream:
// pkg/apis/core/validation/validation.go ValidatePodSpec, ValidatePodTemplateSpec, ValidatePodCreate; pkg/apis/apps/validation.
import type { FieldError } from '../../resource.ts'
import { compileSelector } from '../../selectors.ts'
import type { Draft, LabelSelector, PodSpec, PodTemplate } from '../../types.ts'
import { forbiddenField, invalidValue, notSupported, oneOf, required } from '../../validation/errors.ts'
import { checkLabelSelector, checkLabels, selectorJson, sortedKeys } from '../../validation/labels.ts'
import { checkAnnotations, checkMeta } from '../../validation/meta.ts'
import { labelName, qualifiedName, searchDomain, subdomainName } from '../../validation/names.ts'
import { between, checkIp } from '../../validation/numbers.ts'
import { checkContainers, checkHostNetwork, checkImages, checkInitContainers } from './containers.ts'
import { checkAffinity, checkGates, checkSpread, checkTolerations } from './scheduling.ts'
import { checkPodSecurityContext } from './security.ts'
import { checkVolumes } from './volumes.ts'

const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const RESTART_POLICIES = ['Always', 'OnFailure', 'Never']
const MAX_DEADLINE = 2 ** 31 - 1

// A template is looked at whenever its owner is written, and hardly ever changes.
const sound = new WeakSet<PodSpec>()

export function checkPodSpec(at: string, spec: PodSpec): FieldError[] {
  const isTemplate = at !== 'spec'
  if (isTemplate && sound.has(spec)) return []
  const { errors: volumeErrors, names: volumes } = checkVolumes(`${at}.volumes`, spec.volumes)
  const grace = spec.terminationGracePeriodSeconds ?? 0
  const errors = [
    ...volumeErrors,
    ...checkContainers(`${at}.containers`, spec, volumes, grace),
    ...checkInitContainers(`${at}.initContainers`, spec, volumes, grace),
    ...checkHostNetwork(at, spec),
    ...oneOf(`${at}.restartPolicy`, spec.restartPolicy, RESTART_POLICIES),
    ...oneOf(`${at}.dnsPolicy`, spec.dnsPolicy, DNS_POLICIES),
    ...checkLabels(`${at}.nodeSelector`, spec.nodeSelector),
    ...checkPodSecurityContext(`${at}.securityContext`, spec.securityContext),
    ...checkAffinity(`${at}.affinity`, spec.affinity),
    ...checkDns(`${at}.dnsConfig`, spec),
    ...(spec.readinessGates ?? []).flatMap((g, i) =>
      qualifiedName(g.conditionType).map(w => invalidValue(`${at}.readinessGates[${i}].conditionType`, g.conditionType, w)),
    ),
    ...checkGates(`${at}.schedulingGates`, spec.schedulingGates),
    ...checkSpread(`${at}.topologySpreadConstraints`, spec.topologySpreadConstraints),
    ...checkNames(at, spec),
    ...checkTolerations(`${at}.tolerations`, spec.tolerations),
    ...checkHostAliases(`${at}.hostAliases`, spec.hostAliases),
    ...(spec.priorityClassName
      ? subdomainName(spec.priorityClassName).map(w => invalidValue(`${at}.priorityClassName`, spec.priorityClassName, w))
      : []),
    ...(spec.os ? (spec.os.name ? oneOf(`${at}.os`, spec.os.name, ['linux', 'windows']) : [required(`${at}.os.name`)]) : []),
  ]
  if (isTemplate && errors.length === 0) sound.add(spec)
  return errors
}

function checkDns(at: string, { dnsConfig, dnsPolicy }: PodSpec): FieldError[] {
  if (dnsPolicy === 'None') {
    if (!dnsConfig) return [required(at, 'must provide `dnsConfig` when `dnsPolicy` is None')]
    if (!dnsConfig.nameservers?.length)
      return [required(`${at}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')]
  }
  return [
    ...(dnsConfig?.nameservers ?? []).flatMap((ip, i) => checkIp(`${at}.nameservers[${i}]`, ip)),
    ...(dnsConfig?.searches ?? []).flatMap((s, i) => searchDomain(s).map(w => invalidValue(`${at}.searches[${i}]`, s, w))),
    ...(dnsConfig?.options ?? []).flatMap((o, i) => (o.name ? [] : [required(`${at}.options[${i}]`, 'must not be empty')])),
  ]
}

function checkNames(at: string, spec: PodSpec): FieldError[] {
  const errors: FieldError[] = []
  const check = (key: 'serviceAccountName' | 'nodeName' | 'hostname' | 'subdomain', rule: (name: string) => string[]) => {
    const name = spec[key]
    if (name) for (const w of rule(name)) errors.push(invalidValue(`${at}.${key}`, name, w))
  }
  check('serviceAccountName', subdomainName)
  check('nodeName', subdomainName)
  const deadline = spec.activeDeadlineSeconds
  if (deadline !== undefined && (deadline < 1 || deadline > MAX_DEADLINE))
    errors.push(invalidValue(`${at}.activeDeadlineSeconds`, deadline, between(1, MAX_DEADLINE)))
  check('hostname', labelName)
  check('subdomain', labelName)
  return errors
}

function checkHostAliases(field: string, aliases: PodSpec['hostAliases']): FieldError[] {
  return (aliases ?? []).flatMap((a, i) => [
    ...checkIp(`${field}[${i}].ip`, a.ip ?? ''),
    ...(a.hostnames ?? []).flatMap((h, j) => subdomainName(h).map(w => invalidValue(`${field}[${i}].hostnames[${j}]`, h, w))),
  ])
}

/** A new Pod. */
export function checkPod(o: Draft): FieldError[] {
  const spec = (o.spec ?? {}) as PodSpec
  const errors = [...checkMeta(o), ...checkPodSpec('spec', spec), ...checkImages('spec', spec)]
  if ((spec as { ephemeralContainers?: unknown[] }).ephemeralContainers?.length)
    errors.push(forbiddenField('spec.ephemeralContainers', 'cannot be set on create'))
  if (spec.schedulingGates?.length && spec.nodeName)
    errors.push(forbiddenField('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'))
  return errors
}

export function checkPodTemplate(at: string, template: PodTemplate): FieldError[] {
  const errors = [
    ...checkLabels(`${at}.labels`, template.metadata?.labels),
    ...checkAnnotations(`${at}.annotations`, template.metadata?.annotations),
    ...checkPodSpec(`${at}.spec`, template.spec ?? ({} as PodSpec)),
  ]
  if ((template.spec as { ephemeralContainers?: unknown[] } | undefined)?.ephemeralContainers?.length)
    errors.push(forbiddenField(`${at}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'))
  return errors
}

/** Whether a selector, which must be one, selects the pods of the template; a selector that asks for nothing does. */
export function checkSelects(at: string, selector: LabelSelector | undefined, template: PodTemplate): FieldError[] {
  const labels = template?.metadata?.labels
  if (compileSelector(selector)(labels)) return []
  const shown = labels && Object.keys(labels).length > 0 ? sortedKeys(labels) : null
  return [invalidValue(`${at}.metadata.labels`, shown, '`selector` does not match template `labels`')]
}

/** The template of a kind whose pods run for ever (Deployment, ReplicaSet, StatefulSet, DaemonSet). */
export function checkLongRunning(at: string, template: PodTemplate, kindInWords: string): FieldError[] {
  const errors = checkPodTemplate(at, template)
  const policy = template.spec?.restartPolicy ?? ''
  if (policy !== 'Always') errors.push(notSupported(`${at}.spec.restartPolicy`, policy, ['Always']))
  if (template.spec?.activeDeadlineSeconds !== undefined)
    errors.push(forbiddenField(`${at}.spec.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kindInWords} is not Supported`))
  return errors
}

/** Selector and template together, as Deployments and ReplicaSets have them. */
export function checkSelectorAndTemplate(selector: LabelSelector | undefined, template: PodTemplate, kindInWords: string): FieldError[] {
  const errors: FieldError[] = []
  if (!selector) errors.push(required('spec.selector'))
  else {
    errors.push(...checkLabelSelector('spec.selector', selector))
    if (Object.keys(selectorJson(selector)).length === 0)
      errors.push(invalidValue('spec.selector', {}, `empty selector is invalid for ${kindInWords}`))
    if (errors.some(e => e.field.startsWith('spec.selector.')))
      return [...errors, invalidValue('spec.selector', selectorJson(selector), 'invalid label selector')]
  }
  return [...errors, ...checkSelects('spec.template', selector, template), ...checkLongRunning('spec.template', template, 'ReplicaSet')]
}
