// Which Chromium the stories run in: the one that $PW_CHROMIUM names and no other; else, in order, the one that ensure-browser.mjs has
// proven on this machine, Playwright's own, and the usual places of Chromium, Chrome and Edge. Playwright's `channel` is no use here: it
// finds only its own builds.
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { cacheFolder } from './folders.mjs'

const proofFile = join(cacheFolder, 'browser.txt')

/** Every executable file worth trying, best first. */
export function candidates() {
  if (process.env.PW_CHROMIUM) return [process.env.PW_CHROMIUM]
  const proven = existsSync(proofFile) ? [readFileSync(proofFile, 'utf8')] : []
  return [...new Set([...proven, chromium.executablePath(), ...systemPaths()])].filter(isExecutable)
}

/** What Playwright's launch wants. Chromium refuses its sandbox to root, and only to root. */
export function launchOptions(executablePath = candidates()[0]) {
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return executablePath ? { executablePath, args } : { args }
}

/** Remembers a browser that was really started, so that the next run need not try again. @param {string} path */
export function remember(path) {
  mkdirSync(cacheFolder, { recursive: true })
  writeFileSync(proofFile, path)
}

function systemPaths() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(name => `/Applications/${name}.app/Contents/MacOS/${name}`)
  }
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(
      folder => folder !== undefined,
    )
    return folders.flatMap(folder => [
      join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(folder, 'Chromium', 'Application', 'chrome.exe'),
      join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ])
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']
  return names.flatMap(name => [`/usr/bin/${name}`, `/usr/local/bin/${name}`, `/snap/bin/${name}`])
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
