// Packages the built app with electron-builder and says where the result lies.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { BuildError } from '../common/output.mjs'
import { repository } from '../common/paths.mjs'
import { makeConfiguration } from './configuration.mjs'

/** The executable's folder below the output, by electron-builder's naming. */
const unpacked = process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`

/** @param {import('./configuration.mjs').Flavour} flavour */
function outputFolder(flavour) {
  return join(repository, 'dist', ...(flavour === 'e2e' ? ['e2e'] : []))
}

/**
 * The program in the unpacked folder.
 * @param {import('./configuration.mjs').Flavour} flavour
 */
export function packagedExecutable(flavour) {
  return join(outputFolder(flavour), unpacked, 'runc-desktop')
}

/**
 * @param {object} options
 * @param {import('./configuration.mjs').Flavour} options.flavour
 * @param {import('../electron/places.mjs').Electron} options.electron
 * @param {boolean} [options.withInstallers] AppImage, deb and rpm too
 * @returns {Promise<{ executable: string, artifacts: string[] }>}
 */
export async function packageApp({ flavour, electron, withInstallers = false }) {
  const { Arch, Platform, build } = await import('electron-builder')
  const targets = withInstallers ? ['dir', 'AppImage', 'deb', 'rpm'] : ['dir']
  const artifacts = await build({
    projectDir: repository,
    targets: Platform.LINUX.createTarget(targets, process.arch === 'arm64' ? Arch.arm64 : Arch.x64),
    config: makeConfiguration({ flavour, electron, output: outputFolder(flavour) }),
  })
  const executable = packagedExecutable(flavour)
  if (!existsSync(executable)) throw new BuildError(`electron-builder left no ${executable}.`)
  return { executable, artifacts }
}
