// The rules of the house, as a test: which room may import which, where each package may be used, and what may not exist below the session,
// where a run must be the same run everywhere. Sources are read as syntax trees, so a word in a comment or a string is never a sin. A
// checker that looks at nothing finds nothing: every rule is also tried on a planted sin.
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'

/// Top to bottom: a room may import those above it in this list.
const rooms = ['kube', 'engine', 'shell', 'cluster', 'apiserver', 'session', 'kubectl', 'lessons', 'views', 'bridge', 'app']
const pureRooms = rooms.slice(0, rooms.indexOf('session'))

/// Not even from the rooms above: [from, to]. Types may always be imported.
const closedDoors: [from: string, to: string][] = [
  ['shell', 'kube'], // the shell knows no Kubernetes
  ['views', 'engine'], // views are Kubernetes clients
]

/// Packages that have a place. In pure rooms no other may be imported at all.
const places: { packages: RegExp; allowed: RegExp }[] = [
  { packages: /^xstate$/, allowed: /^(engine\/chart\.ts|cluster\/|lessons\/|views\/)/ },
  { packages: /^zustand$/, allowed: /^session\// },
  { packages: /^d3-/, allowed: /^views\// },
  { packages: /^(react|react-dom)$/, allowed: /^(session\/(hooks|use)|views\/|app\/)/ },
  { packages: /^(radix-ui|lucide-react)$/, allowed: /^(views|app)\// },
  { packages: /^@lingui\//, allowed: /^views\/words\// },
  { packages: /^@(codemirror|lezer)\//, allowed: /^views\// },
  { packages: /^node:/, allowed: /^(bridge\/|kubectl\/command\.ts$)/ },
  { packages: /^yaml$/, allowed: /^(apiserver|session|kubectl|lessons|views|bridge|app)\// },
]

/// What differs between two runs, two machines or two browsers. The rest (DOM, Node) the compiler refuses by itself, by tsconfig.pure.json.
const impure = new Set(
  `Date Promise Intl WeakRef FinalizationRegistry globalThis setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame
  localeCompare toLocaleString toLocaleLowerCase toLocaleUpperCase toLocaleDateString toLocaleTimeString`.split(/\s+/),
)

const lineLimit = 300
/// Files that may be longer, each with its reason.
const longFiles: Record<string, string> = {}

const source = import.meta.dirname
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map(file => file.replaceAll('\\', '/'))
  .filter(file => /\.tsx?$/.test(file) && !file.includes('/fixtures/'))
  .sort()

describe('the house', () => {
  it('has a syntax tree for every file', () => {
    expect(files.length).toBeGreaterThan(20)
    expect(new Set(files.map(roomOf))).toContain('engine')
  })

  it('keeps its rules', () => {
    expect(files.flatMap(file => sins(file, readFileSync(join(source, file), 'utf8')))).toEqual([])
  })

  it('makes no exception for a file that is gone or has become short', () => {
    const needless = Object.keys(longFiles).filter(
      file => !files.includes(file) || readFileSync(join(source, file), 'utf8').split('\n').length <= lineLimit,
    )
    expect(needless).toEqual([])
  })
})

describe('a planted sin is found', () => {
  it.each([
    ['an import upwards', 'engine/store.ts', `import { deployments } from '../cluster/index.ts'`, 'imports upwards'],
    ['a type imported upwards', 'kube/types.ts', `import type { Store } from '../engine/index.ts'`, 'imports upwards'],
    ['a type imported upwards, inline', 'kube/types.ts', `export type A = import('../engine/index.ts').Store`, 'imports upwards'],
    ['a re-export upwards', 'session/index.ts', `export * from '../views/index.ts'`, 'imports upwards'],
    ['a lazy import upwards', 'session/host.ts', `const stage = () => import('../views/index.ts')`, 'imports upwards'],
    ['a worker of a room below', 'session/host.ts', `new Worker(new URL('../app/worker.ts', import.meta.url))`, 'imports upwards'],
    ['an import past the index', 'cluster/cluster.ts', `import { Store } from '../engine/store.ts'`, 'index.ts'],
    ['an import past the index, deeper', 'cluster/charts/node.ts', `import { Store } from '../../engine/store.ts'`, 'index.ts'],
    ['an import from outside the house', 'app/main.tsx', `import x from '../../scripts/csp.mjs'`, 'outside'],
    ['an import without its extension', 'engine/store.ts', `import { x } from './agenda'`, 'extension'],
    ['a computed import', 'views/stage.ts', `const name = './x.ts'; import(name)`, 'computed'],
    ['Kubernetes in the shell', 'shell/lexer.ts', `import { parse } from '../kube/index.ts'`, 'shell takes only types from kube'],
    [
      'a view in the engine',
      'views/stage.tsx',
      `import { Engine, type Store } from '../engine/index.ts'`,
      'views takes only types from engine',
    ],
    ['XState elsewhere in the engine', 'engine/store.ts', `import { transition } from 'xstate'`, 'xstate'],
    ['XState in the session', 'session/store.ts', `import type { Snapshot } from 'xstate'`, 'xstate'],
    ['Zustand in a view', 'views/stage.tsx', `import { create } from 'zustand/react'`, 'zustand'],
    ['D3 in the session', 'session/store.ts', `import { scaleLog } from 'd3-scale'`, 'd3-scale'],
    ['React in the session', 'session/store.ts', `import { useMemo } from 'react'`, 'react'],
    ['Node in a view', 'views/stage.tsx', `import { join } from 'node:path'`, 'node:path'],
    ['any package in the engine', 'engine/store.ts', `import { get } from 'idb-keyval'`, 'idb-keyval'],
    ['a value from a package of types', 'kube/types.ts', `import { Pod } from 'kubernetes-types/core/v1'`, 'kubernetes-types'],
    ['the wall clock', 'engine/agenda.ts', `export const now = () => new Date()`, 'Date'],
    ['the wall clock, called', 'engine/agenda.ts', `export const now = () => Date.now()`, 'Date'],
    ['dice of the browser', 'engine/dice.ts', `export const roll = () => Math.random()`, 'Math.random'],
    ['dice of the browser, in disguise', 'engine/dice.ts', `const { random } = Math`, 'Math'],
    ['a timer', 'cluster/kubelet.ts', `export const wait = (f: () => void) => setTimeout(f, 1)`, 'setTimeout'],
    ['a promise', 'apiserver/handle.ts', `export const later = () => Promise.resolve(1)`, 'Promise'],
    ['an async function', 'apiserver/handle.ts', `export const handle = async () => 1`, 'async'],
    ['an await', 'apiserver/handle.ts', `await 1`, 'await'],
    ['the language of the machine', 'kube/names.ts', `export const order = (a: string, b: string) => a.localeCompare(b)`, 'localeCompare'],
    ['state of a module', 'cluster/names.ts', `let next = 0; export const name = () => next++`, 'module-level let'],
    ['exported state of a module', 'cluster/names.ts', `export let next = 0`, 'module-level let'],
    ['a drawer for everything', 'views/utils/text.ts', `export const x = 1`, 'utils'],
    ['a file for everything', 'views/helpers.ts', `export const x = 1`, 'helpers'],
    ['a manager', 'session/tape.ts', `export class TapeManager {}`, 'TapeManager'],
    ['a service that is a class', 'session/tape.ts', `export const x = class ClockService {}`, 'ClockService'],
    ['a room that is in no plan', 'model/tape.ts', `export const x = 1`, 'model'],
    ['a long file', 'views/stage.tsx', 'const x = 1\n'.repeat(lineLimit + 1), 'lines'],
    ['what cannot be read', 'views/stage.tsx', 'const = 1', 'syntax'],
  ])('%s', (_, file, text, message) => {
    expect(sins(file, text).join('\n')).toContain(message)
  })

  it.each([
    ['an import downwards', 'cluster/cluster.ts', `import { Store } from '../engine/index.ts'`],
    ['an import within the room', 'cluster/charts/node.ts', `import { x } from '../cluster.ts'`],
    ['a type through a closed door', 'views/stage.tsx', `import type { Entry } from '../engine/index.ts'`],
    ['XState in its one file', 'engine/chart.ts', `import { transition } from 'xstate'`],
    ['React in the hooks', 'session/hooks.ts', `import { useMemo } from 'react'`],
    ['a worker of the room', 'session/host.ts', `new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })`],
    ['the words in comments and strings', 'engine/dice.ts', `// Date, await\nexport const x = 'setTimeout Math.random'`],
    ['the words as names of fields', 'kube/types.ts', `export const at = (x: { Date: string }) => ({ Date: x.Date, Promise: 1 })`],
    ['a let in a function', 'engine/dice.ts', `export function f() { let x = 0; return x++ }`],
    ['a test that waits', 'engine/dice.test.ts', `await Promise.resolve()`],
    ['time in the session', 'session/clock.ts', `export const now = () => Date.now()`],
    ['the kind Service', 'kube/kinds/service.ts', `export interface Service { kind: 'Service' }`],
  ])('but not in %s', (_, file, text) => {
    expect(sins(file, text)).toEqual([])
  })
})

describe('the packages', () => {
  const folder = join(source, '..')
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const versions: Record<string, string> = { ...dependencies, ...devDependencies }

  it('are each named in the README with their reason, and no others', () => {
    const [, section = ''] = readFileSync(join(folder, 'README.md'), 'utf8').split('## What it stands on')
    const rows = section.matchAll(/^\| (`.+?) \| \S.* \|$/gm)
    const named = [...rows].flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name))
    expect(named.sort()).toEqual(Object.keys(versions).sort())
  })

  it('are pinned to one version', () => {
    expect(Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })
})

type Node = { type: string; start: number } & Record<string, unknown>

/// Everything that is wrong with one file, as "file:line what".
function sins(file: string, text: string): string[] {
  const found: string[] = []
  const room = roomOf(file)
  const exempt = /\.(test|bench)\.tsx?$|\/testing\//.test(file)
  const pure = pureRooms.includes(room) && !exempt
  const sin = (at: number, what: string) => found.push(`${file}:${text.slice(0, at).split('\n').length} ${what}`)

  if (file.includes('/') && !rooms.includes(room)) sin(0, `there is no room ${room}`)
  const vague = file.match(/(^|\/)(utils?|common|helpers?|misc|managers?)(\/|\.)/)?.[2]
  if (vague) sin(0, `${vague} says nothing about what is in it`)
  const lines = text.trimEnd().split('\n').length
  if (lines > lineLimit && !exempt && !longFiles[file]) sin(0, `${lines} lines, over ${lineLimit}`)

  const { program, errors } = parseSync(file, text, {})
  for (const error of errors) sin(error.labels[0]?.start ?? 0, `syntax: ${error.message}`)
  if (pure) {
    for (const statement of program.body) {
      const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
      if (declared?.type === 'VariableDeclaration' && declared.kind !== 'const') sin(declared.start, `module-level ${declared.kind}`)
    }
  }
  walk(program as unknown as Node, undefined)
  return found

  function walk(node: Node, parent: Node | undefined) {
    const request = exempt ? undefined : requestOf(node)
    if (request) for (const what of wrongWith(file, request)) sin(node.start, what)
    if (/^Class/.test(node.type)) {
      const name = (node.id as { name: string } | null)?.name ?? ''
      if (/(Manager|Service)$/.test(name)) sin(node.start, `class ${name}: name it after what it is`)
    }
    if (pure) {
      if (node.async === true) sin(node.start, 'async')
      if (node.type === 'AwaitExpression' || node.await === true) sin(node.start, 'await')
      if (node.type === 'Identifier' && impure.has(String(node.name))) sin(node.start, String(node.name))
      if (node.type === 'Identifier' && node.name === 'Math') {
        const member =
          parent?.type === 'MemberExpression' && parent.computed === false ? (parent.property as { name: string }).name : undefined
        if (member === undefined || member === 'random') sin(node.start, member ? 'Math.random' : 'Math, as a whole')
      }
    }
    for (const [key, child] of Object.entries(node)) {
      // The name of a field is not a use of what bears the same name elsewhere; only methods that speak a language are looked for by name.
      const isFieldName =
        node.computed !== true && (key === 'key' || (key === 'property' && !/^(localeCompare|toLocale)/.test(nameOf(child))))
      if (isFieldName && (child as Node | null)?.type === 'Identifier') continue
      for (const each of Array.isArray(child) ? child : [child]) {
        if (typeof each === 'object' && each !== null && 'type' in each) walk(each as Node, node)
      }
    }
  }
}

/// What a node imports, if it does.
function requestOf(node: Node): { path: string | undefined; typeOnly: boolean } | undefined {
  const path = stringOf(node.source)
  switch (node.type) {
    case 'ImportDeclaration': {
      const specifiers = node.specifiers as { importKind?: string }[]
      return {
        path,
        typeOnly: node.importKind === 'type' || (specifiers.length > 0 && specifiers.every(each => each.importKind === 'type')),
      }
    }
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return node.source ? { path, typeOnly: node.exportKind === 'type' } : undefined
    case 'TSImportType':
      return { path, typeOnly: true }
    case 'ImportExpression':
      return { path, typeOnly: false }
    case 'NewExpression': {
      const [first, second] = node.arguments as Node[]
      const isOurs = nameOf(node.callee) === 'URL' && second?.type === 'MemberExpression'
      return isOurs ? { path: stringOf(first), typeOnly: false } : undefined
    }
    default:
      return undefined
  }
}

function wrongWith(file: string, { path: asked, typeOnly }: { path: string | undefined; typeOnly: boolean }): string[] {
  if (asked === undefined) return ['a computed import cannot be followed']
  const path = asked.replace(/\?.*$/, '')
  const room = roomOf(file)
  if (!path.startsWith('.')) {
    const name = path.startsWith('node:') ? path : path.split('/', path.startsWith('@') ? 2 : 1).join('/')
    if (name === 'kubernetes-types') return typeOnly && room === 'kube' ? [] : [`${name} is types, for kube only`]
    const place = places.find(({ packages }) => packages.test(name))
    return place
      ? place.allowed.test(file)
        ? []
        : [`${name} has no place here`]
      : pureRooms.includes(room)
        ? [`${name} has no place here`]
        : []
  }
  const target = posix.join(posix.dirname(file), path)
  if (target.startsWith('..')) return [`${path} lies outside the house`]
  if (!/\.\w+$/.test(path)) return [`${path} lacks its extension`]
  const to = roomOf(target)
  if (to === room || room === '') return []
  const wrong: string[] = []
  if (rooms.indexOf(to) > rooms.indexOf(room)) wrong.push(`${room} imports upwards from ${to}`)
  if (target !== `${to}/index.ts`) wrong.push(`${path} goes past ${to}/index.ts`)
  if (!typeOnly && closedDoors.some(([from, closed]) => from === room && closed === to)) wrong.push(`${room} takes only types from ${to}`)
  return wrong
}

function roomOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : ''
}

function nameOf(node: unknown): string {
  return (node as { name?: string } | null)?.name ?? ''
}

function stringOf(node: unknown): string | undefined {
  const value = (node as { value?: unknown } | null)?.value
  return typeof value === 'string' ? value : undefined
}
