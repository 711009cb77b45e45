// Node's side of the house: the front door over HTTP. See serve.ts.
export { type ServeOptions, type Serving, serve } from './serve.ts'
