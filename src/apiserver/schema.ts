// The door's view of the schema in src/kube: reading bodies, merge keys, types.
export { cannotHandle, type Decoded, decode, decodeStruct, strictError } from '../kube/schema/decode.ts'
export { type Field, fieldAt, type Struct, schemaOf, structIn, structOf, type Type } from '../kube/schema/schema.ts'
