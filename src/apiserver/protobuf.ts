// (stub, replaced below)
export const isProtobuf = (_body: unknown): _body is Uint8Array => false
export const readProtobuf = (_bytes: Uint8Array): unknown => undefined
