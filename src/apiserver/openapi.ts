// (in progress)
import type { Answer, House } from './call.ts'
import type { Request } from './exchange.ts'
import { NoSuchPage } from './refusals.ts'
export function openApi(_house: House, _parts: readonly string[], _request: Request): Answer {
  throw new NoSuchPage()
}
