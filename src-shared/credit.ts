// Flow control of byte streams: how much may be on its way before the sender pauses.

/**
 * Counted per stream in bytes that were sent and not yet acknowledged. The receiver acknowledges what it has
 * *consumed* (xterm's write callback), not what has arrived. Enough that a screen that is drawn thirty times a second in
 * a flood never waits for its bytes; little enough that the screen is quiet a tenth of a second after ^C.
 */
export const credit = {
  /** The sender pauses its source above this. */
  highWaterBytes: 2048 * 1024,
  /** … and resumes below this. Must not be smaller than `acknowledgeBytes`, or both sides wait for ever. */
  lowWaterBytes: 1024 * 1024,
  /** The receiver acknowledges each time this much has been consumed, and when it has consumed all it got. */
  acknowledgeBytes: 32 * 1024,
  /** A frame is sent at once after a quiet moment, else when this much is gathered … */
  batchBytes: 128 * 1024,
  /** … or this long after the first byte of the batch. */
  batchMs: 4,
  /** More than so much in that time is a flood, of which frames go more seldom: each costs as much as 30 kB. */
  floodBytes: 8 * 1024,
  floodMs: 16,
} as const
