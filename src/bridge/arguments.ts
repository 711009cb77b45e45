// The words of the command: `npm run cluster -- --port 8001 --nodes 3 …`.
import type { ProfileName } from '../cluster/index.ts'

export interface Arguments {
  port: number
  nodes: number
  seed: number
  speed: number
  paused: boolean
  timestamps: 'wall' | 'simulated'
  profile: ProfileName
  load: string | undefined
}

export const USAGE = `usage: npm run cluster -- [--port 8001] [--nodes 3] [--seed 7] [--speed 1] [--paused]
                        [--timestamps wall|simulated] [--profile classroom|instant|"slow registry"] [--load FILE]`

const PROFILES: readonly ProfileName[] = ['classroom', 'instant', 'slow registry']
const MOST_NODES = 15_000

/** A command line that makes no sense; the message says which word. */
export class BadArgument extends Error {}

export function readArguments(words: readonly string[]): Arguments {
  const out: Arguments = {
    port: 8001,
    nodes: 3,
    seed: 7,
    speed: 1,
    paused: false,
    timestamps: 'wall',
    profile: 'classroom',
    load: undefined,
  }
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string
    const [name = '', attached] = word.includes('=') ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word]
    if (name === '--paused' && attached === undefined) {
      out.paused = true
      continue
    }
    const value = attached ?? words[++i]
    if (!name.startsWith('--') || value === undefined) throw new BadArgument(`what is ${word}?`)
    set(out, name, value)
  }
  return out
}

function set(out: Arguments, name: string, value: string): void {
  switch (name) {
    case '--port':
      out.port = whole(name, value, 0, 65_535)
      break
    case '--nodes':
      out.nodes = whole(name, value, 0, MOST_NODES)
      break
    case '--seed':
      out.seed = whole(name, value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
      break
    case '--speed':
      out.speed = Number(value)
      if (!(out.speed >= 0.01 && out.speed <= 1000)) throw new BadArgument(`--speed is 0.01 to 1000, not ${value}`)
      break
    case '--timestamps':
      if (value !== 'wall' && value !== 'simulated') throw new BadArgument(`--timestamps is wall or simulated, not ${value}`)
      out.timestamps = value
      break
    case '--profile':
      if (!PROFILES.includes(value as ProfileName)) throw new BadArgument(`--profile is one of ${PROFILES.join(', ')}, not ${value}`)
      out.profile = value as ProfileName
      break
    case '--load':
      out.load = value
      break
    default:
      throw new BadArgument(`what is ${name}?`)
  }
}

function whole(name: string, value: string, least: number, most: number): number {
  const n = Number(value)
  if (!Number.isInteger(n) || n < least || n > most) throw new BadArgument(`${name} is a whole number, ${least} to ${most}, not ${value}`)
  return n
}
