// What electron-builder packages and how. Two flavours: `release`, and `e2e`, which differs in one fuse that lets
// Playwright drive it.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../common/paths.mjs'
import { readDesktopEntry } from './desktop-entry.mjs'

/** @typedef {'release' | 'e2e'} Flavour */

/**
 * @param {object} options
 * @param {Flavour} options.flavour
 * @param {import('../electron/places.mjs').Electron} options.electron
 * @param {string} options.output
 * @returns {import('electron-builder').Configuration}
 */
export function makeConfiguration({ flavour, electron, output }) {
  const linux = join(repository, 'build', 'linux')
  const license = join(repository, 'LICENSE')
  return {
    appId: 'runc-desktop',
    productName: 'Runc Desktop',
    copyright: 'The authors of Runc Desktop',
    electronVersion: electron.version,
    electronDist: electron.dist,
    directories: { output, buildResources: linux },
    npmRebuild: false, // the only native module brings its binaries
    buildDependenciesFromSource: false,
    publish: null,
    asar: true,
    // A shared library cannot be loaded from inside an archive.
    asarUnpack: ['node_modules/@lydell/node-pty-*/**'],
    files: [
      'package.json',
      'out/main/**',
      'out/preload/**',
      'out/renderer/**',
      '!**/*.map',
      '!node_modules/**/*.{d.ts,md}',
      '!node_modules/@lydell/node-pty/{windows*,conpty*}',
    ],
    extraResources: [
      { from: join(linux, 'runc-desktop.desktop'), to: 'runc-desktop.desktop' },
      { from: join(linux, 'icon.png'), to: 'runc-desktop.png' },
    ],
    extraFiles: [
      { from: license, to: 'LICENSE' },
      // The fonts are part of the page, and their licence asks to travel with them.
      ...['inter', 'jetbrains-mono'].map((font) => ({
        from: join(repository, 'node_modules/@fontsource-variable', font, 'LICENSE'),
        to: `licenses/${font}.txt`,
      })),
    ],
    electronFuses: {
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: flavour === 'e2e',
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: false, // Electron does not check it on Linux
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    },
    linux: {
      executableName: 'runc-desktop',
      icon: join(linux, 'icon.png'),
      category: 'Development',
      synopsis: 'OCI containers directly on runc',
      desktop: { entry: readDesktopEntry(readFileSync(join(linux, 'runc-desktop.desktop'), 'utf8')) },
      maintainer: 'The authors of Runc Desktop',
    },
    deb: { depends: libraries.deb, recommends: ['runc', 'conmon', 'socat'], packageCategory: 'admin' },
    rpm: { depends: libraries.rpm },
    // What a development Electron has and an app has not: the app that loads other apps.
    afterExtract: (context) => {
      for (const name of ['resources/default_app.asar', 'version'])
        rmSync(join(context.appOutDir, name), { force: true })
      return Promise.resolve()
    },
  }
}

/** The shared libraries that Electron needs, in the packages' own words. */
const libraries = {
  deb: ['libgtk-3-0 | libgtk-3-0t64', 'libnss3', 'libasound2 | libasound2t64', 'libgbm1', 'xdg-utils'],
  rpm: ['gtk3', 'nss', 'alsa-lib', 'mesa-libgbm', 'xdg-utils'],
}
