// What the YAML parser has against a text, while it is being written. Only syntax: what Kubernetes thinks of it is asked when it is applied.
export { syntaxErrors } from '../../session/index.ts'
