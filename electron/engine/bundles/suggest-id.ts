// Ids that are fit for runc and free.
import { basename } from 'node:path'
import { idProblem } from '../../../src-shared/container-id.ts'

/** Room is left below the longest id for a number behind it. */
const longestStem = 200
/** Names that say nothing of what is in them: the directory above says more. */
const meaningless = new Set(['bundle', 'oci', 'rootfs'])

/** The directory's name made fit, with a number behind it when it is taken. */
export function suggestId(bundle: string, isTaken: (id: string) => boolean): string {
  const own = fit(basename(bundle))
  const stem = meaningless.has(own) ? fit(`${basename(resolveParent(bundle))}-${own}`) : own
  return isTaken(stem) ? firstFree(stem, 2, isTaken) : stem
}

/** `stem-N`, from `from` upwards. */
export function firstFree(stem: string, from: number, isTaken: (id: string) => boolean): string {
  let number = from
  while (isTaken(`${stem}-${number}`)) number += 1
  return `${stem}-${number}`
}

function resolveParent(path: string): string {
  return path.replace(/\/+$/, '').replace(/\/[^/]*$/, '')
}

function fit(name: string): string {
  const fitted = name
    .replace(/[^A-Za-z0-9_+.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, longestStem)
  return idProblem(fitted) === null ? fitted : 'container'
}
