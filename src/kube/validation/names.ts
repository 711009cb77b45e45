// Which texts may be names, label keys and values, port names. Each function returns what is wrong, in Kubernetes' words; an empty list is good.
// Upstream: apimachinery pkg/util/validation/validation.go, pkg/api/validation/generic.go.

const label1123 = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const subdomain1123 = `${label1123}(\\.${label1123})*`
const label1035 = '[a-z]([-a-z0-9]*[a-z0-9])?'
const qualified = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const labelValue = `(${qualified})?`
const whole = (pattern: string) => new RegExp(`^${pattern}$`)
const regex = {
  label1123: whole(label1123),
  subdomain1123: whole(subdomain1123),
  label1035: whole(label1035),
  qualified: whole(qualified),
  labelValue: whole(labelValue),
  httpHeader: whole('[-A-Za-z0-9]+'),
  configKey: whole('[-._a-zA-Z0-9]+'),
  envName: whole('[ -<>-~]+'),
}

const regexError = (words: string, pattern: string, ...examples: string[]) =>
  `${words} (e.g. ${examples.map(e => `'${e}', `).join(' or ')}regex used for validation is '${pattern}')`
export const maxLength = (n: number) => `must be no more than ${n} characters`
const EMPTY = 'must be non-empty'

export const LABEL_LENGTH = 63
const SUBDOMAIN_LENGTH = 253

export function labelName(text: string): string[] {
  const wrong: string[] = []
  if (text.length > LABEL_LENGTH) wrong.push(maxLength(LABEL_LENGTH))
  if (!regex.label1123.test(text))
    wrong.push(
      regex.subdomain1123.test(text)
        ? 'must not contain dots'
        : regexError(
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
            label1123,
            'my-name',
            '123-abc',
          ),
    )
  return wrong
}

export function subdomainName(text: string): string[] {
  const wrong: string[] = []
  if (text.length > SUBDOMAIN_LENGTH) wrong.push(maxLength(SUBDOMAIN_LENGTH))
  if (!regex.subdomain1123.test(text))
    wrong.push(
      regexError(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
        subdomain1123,
        'example.com',
      ),
    )
  return wrong
}

/** A domain that names are looked up in; underscores are tolerated there. */
export function searchDomain(text: string): string[] {
  const part = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
  const pattern = `${part}(\\.${part})*`
  const name = text === '.' ? text : text.replace(/\.$/, '')
  if (text === '.' || whole(pattern).test(name)) return []
  return [
    regexError(
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
      pattern,
      'example.com',
    ),
  ]
}

/** A Service's name: must start with a letter. */
export function serviceName(text: string): string[] {
  const wrong: string[] = []
  if (text.length > LABEL_LENGTH) wrong.push(maxLength(LABEL_LENGTH))
  if (!regex.label1035.test(text))
    wrong.push(
      regexError(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
        label1035,
        'my-name',
        'abc-123',
      ),
    )
  return wrong
}

export function qualifiedName(text: string): string[] {
  const parts = text.split('/')
  const words = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
  const shape = (of: string) => regexError(`${of} ${words}`, qualified, 'MyName', 'my.name', '123-abc')
  if (parts.length > 2) return [`${shape('a qualified name')} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`]
  const wrong: string[] = []
  const name = parts[parts.length - 1] ?? ''
  if (parts.length === 2) {
    const prefix = parts[0] ?? ''
    wrong.push(...(prefix === '' ? [EMPTY] : subdomainName(prefix)).map(w => `prefix part ${w}`))
  }
  if (name === '') wrong.push(`name part ${EMPTY}`)
  else if (name.length > LABEL_LENGTH) wrong.push(`name part ${maxLength(LABEL_LENGTH)}`)
  if (!regex.qualified.test(name)) wrong.push(shape('name part'))
  return wrong
}

export function validLabelValue(text: string): string[] {
  const wrong: string[] = []
  if (text.length > LABEL_LENGTH) wrong.push(maxLength(LABEL_LENGTH))
  if (!regex.labelValue.test(text))
    wrong.push(
      regexError(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        labelValue,
        'MyValue',
        'my_value',
        '12345',
      ),
    )
  return wrong
}

/** A container port's or named target port's name (IANA_SVC_NAME). */
export function portName(text: string): string[] {
  const wrong: string[] = []
  if (text.length > 15) wrong.push(maxLength(15))
  if (!/^[-a-z0-9]+$/.test(text)) wrong.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(text)) wrong.push('must contain at least one letter (a-z)')
  if (text.includes('--')) wrong.push('must not contain consecutive hyphens')
  if (text.startsWith('-') || text.endsWith('-')) wrong.push('must not begin or end with a hyphen')
  return wrong
}

export const portNumber = (n: number): string[] => (n >= 1 && n <= 65_535 ? [] : ['must be between 1 and 65535, inclusive'])

export const httpHeaderName = (text: string): string[] =>
  regex.httpHeader.test(text)
    ? []
    : [regexError("a valid HTTP header must consist of alphanumeric characters or '-'", '[-A-Za-z0-9]+', 'X-Header-Name')]

/** Names of environment variables: anything printable but `=` since 1.34 relaxed the rule. */
export const envVarName = (text: string): string[] =>
  text === ''
    ? [EMPTY]
    : regex.envName.test(text)
      ? []
      : ["a valid environment variable name must consist only of printable ASCII characters other than '='"]

/** Keys of ConfigMaps and Secrets: they become file names. */
export function configMapKey(text: string): string[] {
  const wrong: string[] = []
  if (text.length > SUBDOMAIN_LENGTH) wrong.push(maxLength(SUBDOMAIN_LENGTH))
  if (!regex.configKey.test(text))
    wrong.push(
      regexError(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        '[-._a-zA-Z0-9]+',
        'key.name',
        'KEY_NAME',
        'key-name',
      ),
    )
  if (text === '.') wrong.push("must not be '.'")
  else if (text === '..') wrong.push("must not be '..'")
  else if (text.startsWith('..')) wrong.push("must not start with '..'")
  return wrong
}
