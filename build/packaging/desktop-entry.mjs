// Reads the committed .desktop file, so that its text stands in one place.

/** Keys that the packager writes itself. */
const writtenByPackager = new Set(['Type', 'Exec', 'Icon'])

/**
 * @param {string} text a .desktop file with one group
 * @returns {Record<string, string>}
 */
export function readDesktopEntry(text) {
  const pairs = text
    .split('\n')
    .filter((line) => /^[A-Za-z-]+=/.test(line))
    .map(
      (line) =>
        /** @type {[string, string]} */ ([
          line.slice(0, line.indexOf('=')),
          line.slice(line.indexOf('=') + 1),
        ]),
    )
  return Object.fromEntries(pairs.filter(([key]) => !writtenByPackager.has(key)))
}
