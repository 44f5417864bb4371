// How the usage of many containers travels: one Float64Array a tick, a few numbers for each container. No zod: the page
// reads it.

/** What a container uses now. NaN stands for what is not known. */
export interface Usage {
  /** Which container, by its summary's `number`. */
  number: number
  /** Of one core: 1 is one core's whole time. */
  cpu: number
  memoryBytes: number
  /** Infinity: there is no limit. */
  memoryLimitBytes: number
  processes: number
}

/** Numbers for each container. */
export const usageWidth = 5

/** How often each container is told of, in milliseconds: those in sight, and all others. */
export const usagePeriods = { inSight: 1000, others: 5000 } as const

export function packUsage(rows: readonly Usage[]): Uint8Array {
  const packed = new Float64Array(rows.length * usageWidth)
  for (const [index, row] of rows.entries()) {
    packed.set(
      [row.number, row.cpu, row.memoryBytes, row.memoryLimitBytes, row.processes],
      index * usageWidth,
    )
  }
  return new Uint8Array(packed.buffer)
}

/** Rows that are cut off are left out. */
export function unpackUsage(bytes: Uint8Array): Usage[] {
  // Over stdio the bytes begin anywhere in a larger buffer, but the array must begin at a multiple of eight.
  const whole = bytes.byteLength - (bytes.byteLength % Float64Array.BYTES_PER_ELEMENT)
  const packed = new Float64Array(bytes.slice(0, whole).buffer)
  const rows: Usage[] = []
  for (let at = 0; at + usageWidth <= packed.length; at += usageWidth) {
    const [number = NaN, cpu = NaN, memoryBytes = NaN, memoryLimitBytes = NaN, processes = NaN] =
      packed.subarray(at, at + usageWidth)
    rows.push({ number, cpu, memoryBytes, memoryLimitBytes, processes })
  }
  return rows
}
