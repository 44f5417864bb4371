// Between a stream and a screen: what comes after a quiet moment is drawn at once, of a flood only some thirty pictures a
// second. Drawing one costs as much as parsing a hundred kilobytes, and nobody reads them faster.
import type { Screen } from './attachment.ts'

/** At least between two pictures of a flood, in ms. */
const pictureMs = 33
/** What comes in that time and is less than this is no flood: a program that draws, line by line or in colour. */
const floodBytes = 32 * 1024

interface Write {
  bytes: Uint8Array
  done: (() => void) | undefined
}

export function paceScreen(screen: Screen, isHidden: () => boolean): Screen {
  /** Of the picture that began at `began`. */
  let drawn = 0
  let began = 0
  let waiting: Write[] = []

  function flush(): void {
    const all = waiting
    waiting = []
    began = performance.now()
    drawn = 0
    for (const { bytes, done } of all) pass(bytes, done)
  }
  function pass(bytes: Uint8Array, done: (() => void) | undefined): void {
    drawn += bytes.byteLength
    screen.write(bytes, done)
  }

  return {
    write(bytes, done) {
      if (waiting.length > 0) {
        waiting.push({ bytes, done })
        return
      }
      const since = performance.now() - began
      if (since >= pictureMs) {
        began += since
        drawn = 0
      }
      // Where nothing is drawn there is nothing to save, and timers come once a second.
      if (drawn < floodBytes || isHidden()) {
        pass(bytes, done)
        return
      }
      waiting.push({ bytes, done })
      setTimeout(flush, pictureMs - (performance.now() - began))
    },
  }
}
