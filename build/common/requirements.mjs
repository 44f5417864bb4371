// The two things nothing here can work without, checked before any other module of the build runs (import this first).
// Must stay plain enough for an old Node to parse and run it.

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

// What Vite and oxlint need (`engines` in package.json): ES modules that `require` can load.
const isNodeRecentEnough = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22

if (process.platform !== 'linux') {
  console.error(
    `Runc Desktop runs on Linux only: runc needs the Linux kernel, and this is ${process.platform}.`,
  )
  process.exit(1)
}
if (!isNodeRecentEnough) {
  console.error(
    `Runc Desktop needs Node.js 20.19 or newer (of 22: 22.12) to be built, and this is ${process.versions.node}. ` +
      'Install a newer one (https://nodejs.org) and try again.',
  )
  process.exit(1)
}
