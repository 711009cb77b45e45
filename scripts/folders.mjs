// The folders that scripts share. The built app lies in dist, or where PODIUM_DIST says, so that two builds can go on side by side.
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectFolder = fileURLToPath(new URL('..', import.meta.url))
export const distFolder = resolve(projectFolder, process.env.PODIUM_DIST ?? 'dist')
export const cacheFolder = resolve(projectFolder, 'node_modules/.cache/podium')
