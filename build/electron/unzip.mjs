// Unpacks one folder of a zip file. A bare machine has no unzip program.
import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'

/** Permission bits in the upper half of a zip entry's attributes, when it was made on Unix. */
const modeShift = 16
const symbolicLink = 0o120000
const fileType = 0o170000

/**
 * @param {string} zipPath
 * @param {string} target an existing folder
 * @param {string} folder only what lies below it is unpacked, without its name
 * @param {(name: string) => boolean} isWanted by its path below that folder
 */
export async function unpackZip(zipPath, target, folder, isWanted) {
  const yauzl = await import('yauzl') // not there before npm ci
  /** @type {import('yauzl').ZipFile} */
  const zip = await new Promise((done, fail) =>
    yauzl.open(zipPath, { lazyEntries: true }, (error, opened) => (error ? fail(error) : done(opened))),
  )
  const read = promisify(zip.openReadStream.bind(zip))

  /** @param {import('yauzl').Entry} entry */
  async function unpack(entry) {
    if (!entry.fileName.startsWith(folder) || entry.fileName.endsWith('/')) return
    const name = entry.fileName.slice(folder.length)
    if (!isWanted(name)) return
    const path = resolve(join(target, name))
    const mode = entry.externalFileAttributes >>> modeShift
    if (!path.startsWith(target + sep)) throw new Error(`${entry.fileName} would lie outside ${target}`)
    if ((mode & fileType) === symbolicLink) throw new Error(`${entry.fileName} is a link: none is expected`)
    mkdirSync(dirname(path), { recursive: true })
    await pipeline(await read(entry), createWriteStream(path, { mode: (mode & 0o777) | 0o644 }))
  }

  await new Promise((done, fail) => {
    zip.on('entry', (entry) => void unpack(entry).then(() => zip.readEntry(), fail))
    zip.once('end', done)
    zip.once('error', fail)
    zip.readEntry()
  })
}
