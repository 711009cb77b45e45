// Probes and hooks. Upstream: pkg/apis/core/validation/validation.go validateProbe, validateHandler, validateLifecycle.
import type { FieldError } from '../../resource.ts'
import type { Container, Probe } from '../../types.ts'
import { forbiddenField, invalidValue, nonNegative, oneOf, required } from '../../validation/errors.ts'
import { httpHeaderName, portName, portNumber } from '../../validation/names.ts'

type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & { sleep?: { seconds: number } }

export function checkPortOrName(field: string, port: number | string | undefined): FieldError[] {
  if (typeof port === 'string') return portName(port).map(w => invalidValue(field, port, w))
  return portNumber(port ?? 0).map(w => invalidValue(field, port ?? 0, w))
}

function checkHttpGet(at: string, get: NonNullable<Probe['httpGet']>): FieldError[] {
  const errors: FieldError[] = []
  if (!get.path) errors.push(required(`${at}.path`))
  errors.push(...checkPortOrName(`${at}.port`, get.port), ...oneOf(`${at}.scheme`, get.scheme, ['HTTP', 'HTTPS']))
  for (const header of get.httpHeaders ?? [])
    for (const w of httpHeaderName(header.name)) errors.push(invalidValue(`${at}.httpHeaders`, header.name, w))
  return errors
}

function checkSleep(at: string, seconds: number, graceSeconds: number): FieldError[] {
  const inside = seconds >= 0 && seconds <= graceSeconds
  return inside ? [] : [invalidValue(at, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`)]
}

/** Exactly one way of acting. */
function checkHandler(at: string, h: Handler, graceSeconds: number): FieldError[] {
  const errors: FieldError[] = []
  let said = false
  const once = (key: keyof Handler, check: () => FieldError[]) => {
    if (!h[key]) return
    errors.push(...(said ? [forbiddenField(`${at}.${key}`, 'may not specify more than 1 handler type')] : check()))
    said = true
  }
  once('exec', () => (h.exec?.command?.length ? [] : [required(`${at}.exec.command`)]))
  once('httpGet', () => checkHttpGet(`${at}.httpGet`, h.httpGet as NonNullable<Handler['httpGet']>))
  once('tcpSocket', () => checkPortOrName(`${at}.tcpSocket.port`, h.tcpSocket?.port))
  once('grpc', () => portNumber(h.grpc?.port ?? 0).map(w => invalidValue(`${at}.grpc.port`, h.grpc?.port ?? 0, w)))
  once('sleep', () => checkSleep(`${at}.sleep`, h.sleep?.seconds ?? 0, graceSeconds))
  if (!said) errors.push(required(at, 'must specify a handler type'))
  return errors
}

const NUMBERS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const

function checkProbe(at: string, probe: Probe): FieldError[] {
  const errors = checkHandler(at, probe, 0)
  for (const key of NUMBERS) errors.push(...nonNegative(`${at}.${key}`, probe[key]))
  const grace = probe.terminationGracePeriodSeconds
  if (grace !== undefined && grace <= 0) errors.push(invalidValue(`${at}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'))
  return errors
}

const onlyOnce = (at: string, probe: Probe): FieldError[] =>
  (probe.successThreshold ?? 0) === 1 ? [] : [invalidValue(`${at}.successThreshold`, probe.successThreshold ?? 0, 'must be 1')]

/** Liveness and startup probes: one success is enough, always. */
export const checkLiveness = (at: string, probe: Probe | undefined): FieldError[] =>
  probe ? [...checkProbe(at, probe), ...onlyOnce(at, probe)] : []
export function checkReadiness(at: string, probe: Probe | undefined): FieldError[] {
  if (!probe) return []
  const errors = checkProbe(at, probe)
  const grace = probe.terminationGracePeriodSeconds
  if (grace !== undefined) errors.push(invalidValue(`${at}.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes'))
  return errors
}

export function checkLifecycle(at: string, lifecycle: Container['lifecycle'], graceSeconds: number): FieldError[] {
  const errors: FieldError[] = []
  if (lifecycle?.postStart) errors.push(...checkHandler(`${at}.postStart`, lifecycle.postStart, graceSeconds))
  if (lifecycle?.preStop) errors.push(...checkHandler(`${at}.preStop`, lifecycle.preStop, graceSeconds))
  return errors
}
