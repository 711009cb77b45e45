// Runs a TypeScript entry in Node, which Node 20 cannot by itself: node scripts/run-ts.mjs ENTRY [ARGUMENT…]
// Vite bundles the entry (packages stay outside) into node_modules/.cache/podium, and the bundle is kept until one of its sources changes.
// The entry runs in this very process: its arguments, streams, exit code and signals are its own.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { argv, exit } from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { endWithNpm } from './end-with-npm.mjs'
import { cacheFolder, projectFolder } from './folders.mjs'

/** The bundle of an entry, made anew only when a source has changed. @param {string} entry @returns {Promise<string>} path of a module */
export async function bundle(entry) {
  // With the project's folder in it: several checkouts may share one node_modules.
  const where = createHash('sha256').update(projectFolder).digest('hex').slice(0, 8)
  const name = `${relative(projectFolder, entry).replaceAll(/[^\w.-]+/g, '-')}.${where}`
  const bundled = join(cacheFolder, `${name}.mjs`)
  const stampFile = join(cacheFolder, `${name}.sources.json`)
  if (existsSync(bundled) && existsSync(stampFile) && isCurrent(JSON.parse(readFileSync(stampFile, 'utf8')))) return bundled

  const beganMs = Date.now()
  const { build } = await import('vite')
  const built = await build({
    configFile: false,
    root: projectFolder,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: entry,
      write: false,
      outDir: cacheFolder,
      target: 'node20',
      minify: false,
      sourcemap: 'inline',
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const output = Array.isArray(built) ? built[0]?.output : 'output' in built ? built.output : undefined
  const chunk = output?.[0]
  if (!chunk) throw new Error(`nothing was built from ${entry}`)
  const sources = chunk.moduleIds.map(id => id.replace(/\?.*$/, '')).filter(id => existsSync(id))
  const stamps = Object.fromEntries([...sources, ...settings()].map(source => [source, stamp(source)]))
  mkdirSync(cacheFolder, { recursive: true })
  write(bundled, chunk.code)
  // After the bundle, so that stamps never stand beside an older one; and none when a source was saved while we built.
  if (sources.every(source => statSync(source).mtimeMs < beganMs)) write(stampFile, JSON.stringify(stamps))
  return bundled
}

/** @param {Record<string, string>} stamps */
function isCurrent(stamps) {
  return Object.entries(stamps).every(([source, then]) => existsSync(source) && stamp(source) === then)
}

/** @param {string} file */
function stamp(file) {
  const { mtimeMs, size } = statSync(file)
  return `${mtimeMs} ${size}`
}

/** What else decides how a bundle looks. */
function settings() {
  return [fileURLToPath(import.meta.url), join(projectFolder, 'package-lock.json')]
}

/** In one step, because two processes may bundle the same entry at once. @param {string} file @param {string} text */
function write(file, text) {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text)
  renameSync(draft, file)
}

if (argv[1] && realpathSync(argv[1]) === fileURLToPath(import.meta.url)) {
  const entry = argv[2] && resolve(argv[2])
  if (!entry || !existsSync(entry)) {
    console.error(entry ? `run-ts: there is no ${argv[2]}` : 'usage: node scripts/run-ts.mjs ENTRY [ARGUMENT…]')
    exit(2)
  }
  process.setSourceMapsEnabled(true)
  endWithNpm()
  const module = await bundle(entry)
  argv.splice(1, 2, entry)
  await import(pathToFileURL(module).href)
}
