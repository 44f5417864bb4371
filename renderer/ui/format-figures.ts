// Amounts in few characters: bytes and shares of a processor, as narrow columns show them.

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

function scaleOf(bytes: number): number {
  // From 1000 on the next unit is shorter: `0.98 GiB` instead of `1003 MiB`.
  let scale = 0
  while (scale < units.length - 1 && bytes / 1024 ** scale >= 999.5) scale += 1
  return scale
}

function amount(bytes: number, scale: number): string {
  const value = bytes / 1024 ** scale
  return value.toFixed(scale === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)
}

/** `512 B`, `1.05 MiB`, `41.2 MiB`, `256 MiB`. */
export function formatBytes(bytes: number): string {
  const scale = scaleOf(bytes)
  return `${amount(bytes, scale)} ${units[scale]}`
}

/** Without what is nothing: `256 MiB`, `1.5 GiB`. Limits are round. */
export function formatLimit(bytes: number): string {
  const scale = scaleOf(bytes)
  return `${Number(amount(bytes, scale))} ${units[scale]}`
}

/** Of one core, as top has it: `0.3 %`, `12.4 %`, `100 %`, `240 %`. */
export function formatCpu(share: number): string {
  const percent = Math.max(0, share * 100)
  return `${percent.toFixed(percent < 99.95 ? 1 : 0)} %`
}
