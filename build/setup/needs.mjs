// The system's programs and libraries that the app, its tests and its packaging need: how to tell that one is there, and
// the packages that bring it. Alternatives of a name stand in one array: the first that the distribution knows is taken.
import { findProgram } from '../common/process.mjs'
import { hasLibrary } from './libraries.mjs'
import { findStaticBusybox } from './busybox.mjs'

/**
 * @typedef {'start' | 'test' | 'bench' | 'dist'} Purpose
 * @typedef {'apt' | 'dnf' | 'pacman'} Manager
 *
 * @typedef {object} Need
 * @property {string} name what people call it
 * @property {'must' | 'should' | 'may'} degree must: the command cannot go on without. should: the app opens and says
 *   what is missing; tests and benches cannot go on. may: what needs it is off, and says why
 * @property {readonly Purpose[]} purposes
 * @property {() => boolean} isThere
 * @property {Record<Manager, readonly (readonly string[])[]>} packages
 */

/** @type {readonly Purpose[]} */
const withWindow = ['start', 'test', 'bench']

/** @type {readonly Purpose[]} */
const measured = ['test', 'bench']

/** @type {readonly Need[]} */
export const needs = [
  program('runc', 'should', { apt: ['runc'], dnf: ['runc'], pacman: ['runc'] }),
  program('conmon', 'should', { apt: ['conmon'], dnf: ['conmon'], pacman: ['conmon'] }),
  program('socat', 'should', { apt: ['socat'], dnf: ['socat'], pacman: ['socat'] }),
  {
    name: 'busybox (static)',
    degree: 'should',
    purposes: withWindow,
    isThere: () => findStaticBusybox() !== undefined,
    packages: { apt: [['busybox-static']], dnf: [['busybox']], pacman: [['busybox']] },
  },
  library('libgtk-3.so.0', ['libgtk-3-0t64', 'libgtk-3-0'], 'gtk3', 'gtk3'),
  library('libnss3.so', ['libnss3'], 'nss', 'nss'),
  library('libasound.so.2', ['libasound2t64', 'libasound2'], 'alsa-lib', 'alsa-lib'),
  library('libgbm.so.1', ['libgbm1'], 'mesa-libgbm', 'mesa'),
  library(
    'libatk-bridge-2.0.so.0',
    ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
    'at-spi2-atk',
    'at-spi2-core',
  ),
  library('libcups.so.2', ['libcups2t64', 'libcups2'], 'cups-libs', 'libcups'),
  library('libXcomposite.so.1', ['libxcomposite1'], 'libXcomposite', 'libxcomposite'),
  library('libXdamage.so.1', ['libxdamage1'], 'libXdamage', 'libxdamage'),
  library('libXrandr.so.2', ['libxrandr2'], 'libXrandr', 'libxrandr'),
  library('libxkbcommon.so.0', ['libxkbcommon0'], 'libxkbcommon', 'libxkbcommon'),
  {
    name: 'Xvfb',
    degree: 'must',
    purposes: withWindow,
    isThere: () => findProgram('Xvfb') !== undefined,
    packages: { apt: [['xvfb']], dnf: [['xorg-x11-server-Xvfb']], pacman: [['xorg-server-xvfb']] },
  },
  tool('unshare', 'util-linux'),
  tool('setpriv', 'util-linux'),
  tool('mount', 'mount'),
  tool('useradd', 'passwd'),
  program('criu', 'may', { apt: ['criu'], dnf: ['criu'], pacman: ['criu'] }),
  program('umoci', 'may', { apt: ['umoci'], dnf: ['umoci'], pacman: ['umoci'] }),
  program('skopeo', 'may', { apt: ['skopeo'], dnf: ['skopeo'], pacman: ['skopeo'] }),
  {
    ...program('uidmap', 'may', { apt: ['uidmap'], dnf: ['shadow-utils'], pacman: ['shadow'] }),
    isThere: () => findProgram('newuidmap') !== undefined,
  },
]

/**
 * What is missing for a purpose.
 * @param {Purpose} purpose
 * @param {boolean} hasDisplay
 */
export function findMissing(purpose, hasDisplay) {
  return needs.filter((need) => {
    if (!need.purposes.includes(purpose)) return false
    // A developer's own screen is used by `npm start`; tests and benches bring theirs, so that nothing disturbs them.
    if (need.name === 'Xvfb' && hasDisplay && purpose === 'start') return false
    return !need.isThere()
  })
}

/**
 * @param {string} name
 * @param {Need['degree']} degree
 * @param {Record<Manager, string[]>} packages
 * @returns {Need}
 */
function program(name, degree, packages) {
  return {
    name,
    degree,
    purposes: withWindow,
    isThere: () => findProgram(name) !== undefined,
    packages: { apt: [packages.apt], dnf: [packages.dnf], pacman: [packages.pacman] },
  }
}

/**
 * A program that the tests use to make a private cgroup tree and an ordinary user. Every full system has them.
 * @param {string} name
 * @param {string} apt
 * @returns {Need}
 */
function tool(name, apt) {
  const [dnf, pacman] = name === 'useradd' ? ['shadow-utils', 'shadow'] : ['util-linux', 'util-linux']
  return { ...program(name, 'should', { apt: [apt], dnf: [dnf], pacman: [pacman] }), purposes: measured }
}

/**
 * @param {string} name
 * @param {string[]} apt
 * @param {string} dnf
 * @param {string} pacman
 * @returns {Need}
 */
function library(name, apt, dnf, pacman) {
  return {
    name,
    degree: 'must',
    purposes: withWindow,
    isThere: () => hasLibrary(name),
    packages: { apt: [apt], dnf: [[dnf]], pacman: [[pacman]] },
  }
}
