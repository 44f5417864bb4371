// Work that is done again and again while the window is seen, each time some while after the last has ended; asleep
// while it is hidden.

/** Begins at once; `work` must not reject. Returns how to stop it. */
export function repeatWhileVisible(work: () => Promise<void>, pauseMs: number): () => void {
  let isStopped = false
  let isRunning = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function run(): Promise<void> {
    clearTimeout(timer)
    if (isRunning || isStopped || document.visibilityState !== 'visible') return
    isRunning = true
    const begun = performance.now()
    await work()
    isRunning = false
    // What is slow to tell is asked for less often: at most a fifth of the time goes into it.
    const pause = Math.max(pauseMs, (performance.now() - begun) * 4)
    if (!isStopped) timer = setTimeout(() => void run(), pause)
  }
  const wake = (): void => void run()

  document.addEventListener('visibilitychange', wake)
  void run()
  return () => {
    isStopped = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', wake)
  }
}
