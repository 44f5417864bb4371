// Builds the app into out/ when its sources changed since the last time.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../common/lock.mjs'
import { BuildError, say } from '../common/output.mjs'
import { repository } from '../common/paths.mjs'
import { run } from '../common/process.mjs'

/** Everything that what is built depends on. */
const sources = [
  'electron',
  'renderer',
  'src-shared',
  'build/electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]

const stamp = join(repository, 'out', '.stamp.json')
const results = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html']

/** @returns {Promise<boolean>} whether there was something to do */
export async function buildApp() {
  if (isCurrent(hashSources(repository))) return false
  return withLock(join(repository, 'out', '.lock'), 'building the app', async () => {
    const hash = hashSources(repository)
    if (isCurrent(hash)) return false
    say('Building the app …')
    rmSync(stamp, { force: true })
    const builder = join(repository, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    const result = await run(
      process.execPath,
      [builder, 'build', '--config', 'build/electron.vite.config.ts', '--logLevel', 'warn'],
      { cwd: repository, env: process.stderr.isTTY ? process.env : { ...process.env, NO_COLOR: '1' } },
    )
    if (!result.ok)
      throw new BuildError(`${result.output.trim()}\n\nThe app could not be built: the reason is above.`)
    mkdirSync(join(repository, 'out'), { recursive: true })
    writeFileSync(stamp, JSON.stringify({ hash }))
    return true
  })
}

/** @param {string} hash */
function isCurrent(hash) {
  try {
    for (const path of results) readFileSync(join(repository, path))
    return JSON.parse(readFileSync(stamp, 'utf8')).hash === hash
  } catch {
    return false // never built, or cleaned
  }
}

/**
 * One hash over the names and contents of all sources.
 * @param {string} root the repository
 */
export function hashSources(root) {
  const hash = createHash('sha256')
  for (const path of sources.flatMap((source) => filesOf(root, source))) {
    const content = readFileSync(join(root, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string} path a file or a folder
 * @returns {string[]}
 */
function filesOf(root, path) {
  const folder = join(root, path)
  if (!statSync(folder).isDirectory()) return [path]
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() || entry.isFile() ? filesOf(root, join(path, entry.name)) : []))
}
