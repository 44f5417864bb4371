// Logs as files, for tests: what programs say, in the records of those who write it down.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LogOutput } from '../../../../src-shared/logs-model.ts'
import type { LogOrigin } from '../../../../electron/engine/logs/log-origin.ts'
import type { RecordFormat } from '../../../../electron/engine/logs/pieces.ts'

export const begin = Date.UTC(2026, 7, 3, 12)

/** One record of conmon's, `tick` seconds after the beginning. */
export function record(
  text: string | Buffer,
  {
    output = 'stdout',
    goesOn = false,
    tick = 0,
  }: { output?: LogOutput; goesOn?: boolean; tick?: number } = {},
): Buffer {
  const time = new Date(begin + tick * 1000).toISOString().replace('Z', '000000+00:00')
  const head = `${time} ${output} ${goesOn ? 'P' : 'F'} `
  return Buffer.concat([Buffer.from(head), Buffer.from(text), Buffer.from('\n')])
}

export interface WrittenLog {
  origin: LogOrigin
  folder: string
  remove: () => void
}

/** Each content is a file, the oldest first. */
export function writeLog(
  contents: readonly (string | Buffer)[],
  { format = 'conmon', isLive = false }: { format?: RecordFormat; isLive?: boolean } = {},
): WrittenLog {
  const folder = mkdtempSync(join(tmpdir(), 'rd-log-'))
  const paths = contents.map((content, index) => {
    const path = join(folder, `log.${index}`)
    writeFileSync(path, content)
    return path
  })
  const origin: LogOrigin = {
    format,
    path: paths.at(-1) ?? join(folder, 'log'),
    files: () =>
      paths.map((path) => {
        const { ino, size } = statSync(path)
        return { path, file: String(ino), size }
      }),
    isLive: () => isLive,
    note: null,
    uid: null,
  }
  return { origin, folder, remove: () => rmSync(folder, { recursive: true }) }
}

/** The log of three files as it is when rotation comes between listing them and reading them. */
export function rotatedOnce(
  { origin, folder }: WrittenLog,
  rotate: (paths: [string, string, string], live: string) => void,
): LogOrigin {
  let isRotated = false
  return {
    ...origin,
    files: () => {
      if (isRotated) {
        return readdirSync(folder).map((name) => {
          const path = join(folder, name)
          const { ino, size } = statSync(path)
          return { path, file: String(ino), size }
        })
      }
      const files = origin.files()
      isRotated = true
      const [first, second, third] = files.map(({ path }) => path)
      if (first === undefined || second === undefined || third === undefined) throw new Error('Three files.')
      rotate([first, second, third], origin.path)
      return files
    },
  }
}
