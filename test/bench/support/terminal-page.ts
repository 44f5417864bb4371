// What the terminal bench measures inside the window. These functions are handed to the page as their text, so each
// stands for itself: nothing from outside but its argument.

/** Where a terminal draws its rows. */
export interface Place {
  /** A CSS selector of the element with the rows. */
  rows: string
}

/** From the next Enter until `text` is drawn, in ms: the handle is there when it listens for that Enter. */
export function enterUntilDrawn({ rows, text }: Place & { text: string }): { drawn: Promise<number> } {
  const element = document.querySelector(rows)
  if (element === null) throw new Error('There is no terminal.')
  let began = 0
  const note = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') began = performance.now()
  }
  window.addEventListener('keydown', note, { capture: true, once: true })
  const drawn = new Promise<number>((resolve) => {
    const observer = new MutationObserver(() => {
      if (!element.textContent.includes(text)) return
      observer.disconnect()
      resolve(performance.now() - began)
    })
    observer.observe(element, { childList: true, subtree: true, characterData: true })
  })
  return { drawn }
}

export interface Echo {
  /** From the key until its echo was parsed and handed to be drawn. */
  parsedMs: number
  /** From the key until the document has it. */
  drawnMs: number
}

/** For the next key: the handle is there when it listens for that. */
export function keyUntilDrawn({ rows }: Place): { measured: Promise<Echo> } {
  const measured = new Promise<Echo>((resolve) => {
    const element = document.querySelector(rows)
    if (element === null) throw new Error('There is no terminal.')
    let began = 0
    let parsedMs = 0
    // Kept to be put back, and called with the port that it belongs to.
    // oxlint-disable-next-line typescript/unbound-method
    const { postMessage } = MessagePort.prototype
    // xterm's write callback is where the page acknowledges what it has parsed.
    MessagePort.prototype.postMessage = function post(this: MessagePort, message: unknown, ...rest: never[]) {
      // React's scheduler posts null through a port of its own; a throw there would stop it for good.
      const type = (message as { type?: string } | null)?.type
      if (began > 0 && parsedMs === 0 && type === 'acknowledge') parsedMs = performance.now() - began
      postMessage.call(this, message, ...rest)
    }
    window.addEventListener('keydown', () => (began = performance.now()), { capture: true, once: true })
    const observer = new MutationObserver(() => {
      if (parsedMs === 0) return
      observer.disconnect()
      MessagePort.prototype.postMessage = postMessage
      resolve({ parsedMs, drawnMs: performance.now() - began })
    })
    observer.observe(element, { childList: true, subtree: true, characterData: true, attributes: true })
  })
  return { measured }
}

/** From the next ^C until nothing more is drawn, in ms. */
export function interruptUntilQuiet({ rows, quietMs }: Place & { quietMs: number }): {
  quiet: Promise<number>
} {
  const quiet = new Promise<number>((resolve) => {
    const element = document.querySelector(rows)
    if (element === null) throw new Error('There is no terminal.')
    let began = 0
    let last = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const observer = new MutationObserver(() => {
      if (began === 0) return
      last = performance.now()
      clearTimeout(timer)
      timer = setTimeout(() => {
        observer.disconnect()
        resolve(last - began)
      }, quietMs)
    })
    observer.observe(element, { childList: true, subtree: true, characterData: true })
    const note = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'c' || !event.ctrlKey) return
      window.removeEventListener('keydown', note, { capture: true })
      began = performance.now()
    }
    window.addEventListener('keydown', note, { capture: true })
  })
  return { quiet }
}

/** Frames in a second, counted over `forMs`; and the longest time between two. */
export function countFrames({ forMs }: { forMs: number }): Promise<{ fps: number; longestMs: number }> {
  return new Promise((resolve) => {
    const began = performance.now()
    let frames = 0
    let last = began
    let longestMs = 0
    function frame(): void {
      const now = performance.now()
      frames += 1
      longestMs = Math.max(longestMs, now - last)
      last = now
      if (now - began < forMs) requestAnimationFrame(frame)
      else resolve({ fps: (frames * 1000) / (now - began), longestMs })
    }
    requestAnimationFrame(frame)
  })
}

/** What is used of xterm.js, whose own build stands in the page as `Terminal`. */
interface BareTerminal {
  cols: number
  rows: number
  open(element: HTMLElement): void
  write(data: Uint8Array, done?: () => void): void
  dispose(): void
}

/**
 * xterm.js alone on the same bytes, as large as the terminal at `rows`, fed as fast as it takes them with as much on its
 * way as ours has; until `text` at their end is drawn, in ms.
 */
export function bareUntilDrawn(argument: {
  rows: string
  base64: string
  text: string
  columns: number
  lines: number
  chunkBytes: number
  aheadBytes: number
}): Promise<number> {
  const { rows, base64, text, columns, lines, chunkBytes, aheadBytes } = argument
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const beside = document.querySelector(rows)
  if (beside === null) throw new Error('There is no terminal.')
  const box = beside.getBoundingClientRect()
  const element = document.createElement('div')
  const { left, top, width, height } = box
  element.style.cssText = `position:fixed;z-index:99;left:${left}px;top:${top}px;width:${width}px;height:${height}px`
  document.body.append(element)
  const Bare = Reflect.get(globalThis, 'Terminal') as new (options: object) => BareTerminal
  const { fontFamily, fontSize } = getComputedStyle(beside)
  const terminal = new Bare({
    cols: columns,
    rows: lines,
    scrollback: 5000,
    fontFamily,
    fontSize: Number.parseFloat(fontSize),
  })
  terminal.open(element)
  return new Promise((resolve) => {
    const drawn = element.querySelector('.xterm-rows')
    if (drawn === null) throw new Error('xterm.js draws in another way.')
    const began = performance.now()
    const observer = new MutationObserver(() => {
      if (!drawn.textContent.includes(text)) return
      observer.disconnect()
      const took = performance.now() - began
      terminal.dispose()
      element.remove()
      resolve(took)
    })
    observer.observe(drawn, { childList: true, subtree: true, characterData: true })
    let written = 0
    let ahead = 0
    function feed(): void {
      while (written < bytes.byteLength && ahead < aheadBytes) {
        const chunk = bytes.subarray(written, written + chunkBytes)
        written += chunk.byteLength
        ahead += chunk.byteLength
        terminal.write(chunk, () => {
          ahead -= chunk.byteLength
          feed()
        })
      }
    }
    feed()
  })
}
