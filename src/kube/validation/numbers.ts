// Numbers and shares, as the workload kinds want them. Upstream: pkg/apis/apps/validation/validation.go ValidatePositiveIntOrPercent.
import { type IntOrPercent, percentOf } from '../intorpercent.ts'
import type { FieldError } from '../resource.ts'
import { invalidValue, nonNegative } from './errors.ts'

const PERCENT =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"

export function checkIntOrPercent(field: string, value: IntOrPercent | undefined): FieldError[] {
  if (typeof value !== 'string') return nonNegative(field, value)
  return /^\d+%$/.test(value) ? [] : [invalidValue(field, value, PERCENT)]
}

export const atMostAll = (field: string, value: IntOrPercent | undefined): FieldError[] =>
  value !== undefined && /^\d+%$/.test(String(value)) && (percentOf(value) ?? 0) > 100
    ? [invalidValue(field, value, 'must not be greater than 100%')]
    : []

/** The number said, be it a share or not; 0 for what is neither. */
export const plainNumber = (value: IntOrPercent | undefined): number =>
  value === undefined ? 0 : typeof value === 'number' ? value : (percentOf(value) ?? (Number.parseInt(value, 10) || 0))

export const between = (low: number, high: number) => `must be between ${low} and ${high}, inclusive`

const UINT = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const IPV4 = new RegExp(`^${UINT}(\\.${UINT}){3}$`)

export function isIp(text: string): boolean {
  if (IPV4.test(text)) return true
  if (!/^[0-9a-fA-F:]+$/.test(text) || !text.includes(':') || text.includes(':::')) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap(h => (h === '' ? [] : h.split(':')))
  return groups.every(g => /^[0-9a-fA-F]{1,4}$/.test(g)) && (halves.length === 2 ? groups.length < 8 : groups.length === 8)
}
export const isIpv6 = (text: string) => text.includes(':')

export const checkIp = (field: string, text: string): FieldError[] =>
  isIp(text) ? [] : [invalidValue(field, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')]

export function checkCidr(field: string, text: string): FieldError[] {
  const [address = '', bits = ''] = text.split('/')
  const good = isIp(address) && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIpv6(address) ? 128 : 32)
  return good ? [] : [invalidValue(field, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')]
}
