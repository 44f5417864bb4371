// Sizes and times as people write them, to and from the kernel's numbers.

const sizeUnits = ['', 'K', 'M', 'G', 'T', 'P'] as const

/** `256M`, `1.5G`, `64 MiB`, `4096` → bytes, by 1024 as runc reads them; null for anything else. */
export function parseSize(text: string): number | null {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmgtp]?)(?:i?b)?$/i.exec(text.trim()) ?? []
  if (digits === undefined) return null
  const power = sizeUnits.findIndex((known) => known === unit.toUpperCase())
  const bytes = Math.round(Number(digits) * 1024 ** power)
  return Number.isSafeInteger(bytes) ? bytes : null
}

/** The shortest that says it exactly: `256M`, `1536K`, `4097`. */
export function writeSize(bytes: number): string {
  let power = 0
  let value = bytes
  while (value !== 0 && value % 1024 === 0 && power < sizeUnits.length - 1) {
    value /= 1024
    power += 1
  }
  return `${value}${sizeUnits[power]}`
}

/** Microseconds. */
const timeUnits: Readonly<Record<string, number>> = { us: 1, µs: 1, ms: 1000, s: 1_000_000 }

/** `50ms`, `0.1 s`, `50000` → microseconds; null for anything else. */
export function parseTime(text: string): number | null {
  const [, digits, unit = 'us'] = /^(\d+(?:\.\d+)?)\s*(us|µs|ms|s)?$/i.exec(text.trim()) ?? []
  if (digits === undefined) return null
  const microseconds = Math.round(Number(digits) * (timeUnits[unit.toLowerCase()] ?? NaN))
  return Number.isSafeInteger(microseconds) ? microseconds : null
}

export function writeTime(microseconds: number): string {
  if (microseconds === 0) return '0'
  if (microseconds % 1_000_000 === 0) return `${microseconds / 1_000_000}s`
  return microseconds % 1000 === 0 ? `${microseconds / 1000}ms` : `${microseconds}us`
}

export function parseCount(text: string): number | null {
  const plain = text.trim()
  return /^\d{1,15}$/.test(plain) ? Number(plain) : null
}
