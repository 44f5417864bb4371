// Flow control of byte streams: how much may be on its way before the sender pauses.

/**
 * Counted per stream in bytes that were sent and not yet acknowledged. The receiver acknowledges what it has
 * *consumed* (xterm's write callback), not what has arrived. Measured against other settings: these keep the frame
 * rate and twice the throughput of 100 kB / 5 kB.
 */
export const credit = {
  /** The sender pauses its source above this. */
  highWaterBytes: 256 * 1024,
  /** … and resumes below this. Must not be smaller than `acknowledgeBytes`, or both sides wait for ever. */
  lowWaterBytes: 64 * 1024,
  /** The receiver acknowledges each time this much has been consumed, and when it has consumed all it got. */
  acknowledgeBytes: 32 * 1024,
  /** A frame is sent at once after a quiet moment, else when this much is gathered … */
  batchBytes: 64 * 1024,
  /** … or this long after the first byte of the batch. */
  batchMs: 4,
} as const
