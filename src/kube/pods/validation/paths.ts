// Paths inside volumes: they stay inside. Upstream: pkg/apis/core/validation/validation.go validateLocalDescendingPath, validateLocalNonReservedPath.
import type { FieldError } from '../../resource.ts'
import { invalidValue } from '../../validation/errors.ts'

export const checkNoBacksteps = (field: string, path: string): FieldError[] =>
  path.split('/').includes('..') ? [invalidValue(field, path, "must not contain '..'")] : []

export const checkDescendingPath = (field: string, path: string): FieldError[] => [
  ...(path.startsWith('/') ? [invalidValue(field, path, 'must be a relative path')] : []),
  ...checkNoBacksteps(field, path),
]

export const checkFilePath = (field: string, path: string): FieldError[] => [
  ...checkDescendingPath(field, path),
  ...(path.startsWith('..') && !path.startsWith('../') && path !== '..' ? [invalidValue(field, path, "must not start with '..'")] : []),
]
