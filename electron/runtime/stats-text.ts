// The kernel's tables of devices, interfaces and pressure, as values. Pure functions of the text.
import type { DeviceIo, NetworkInterfaceStats, Pressure, PressureLine } from './stats-types.ts'

/** v1: lines of `8:0 Read 4096`, one file for bytes and one for operations. */
export function parseDeviceLines(bytes: string, operations: string): DeviceIo[] {
  const devices = new Map<string, DeviceIo>()
  const add = (text: string, keys: Record<string, keyof DeviceIo>): void => {
    for (const line of text.split('\n')) {
      const [, name = '', word = '', count] = /^(\d+:\d+) (\w+) (\d+)$/.exec(line) ?? []
      const key = keys[word]
      if (key) deviceOf(devices, name)[key] = Number(count)
    }
  }
  add(bytes, { Read: 'readBytes', Write: 'writeBytes' })
  add(operations, { Read: 'readOperations', Write: 'writeOperations' })
  return [...devices.values()]
}

/** v2: `8:0 rbytes=4096 wbytes=0 rios=1 wios=0 dbytes=0 dios=0`. */
export function parseIoStat(text: string): DeviceIo[] {
  const devices = new Map<string, DeviceIo>()
  for (const line of text.split('\n')) {
    const [name = '', ...fields] = line.split(' ')
    // A device that nothing was read from or written to stands there without figures.
    if (!/^\d+:\d+$/.test(name) || fields.length === 0) continue
    const values = new Map(fields.map((field) => field.split('=') as [string, string]))
    const value = (key: string): number => Number(values.get(key) ?? 0)
    Object.assign(deviceOf(devices, name), {
      readBytes: value('rbytes'),
      writeBytes: value('wbytes'),
      readOperations: value('rios'),
      writeOperations: value('wios'),
    })
  }
  return [...devices.values()]
}

function deviceOf(devices: Map<string, DeviceIo>, name: string): DeviceIo {
  const known = devices.get(name)
  if (known) return known
  const [major, minor] = name.split(':').map(Number)
  const device: DeviceIo = {
    major: major ?? 0,
    minor: minor ?? 0,
    readBytes: 0,
    writeBytes: 0,
    readOperations: 0,
    writeOperations: 0,
  }
  devices.set(name, device)
  return device
}

/** /proc/PID/net/dev: two lines of headings, then `name: ` and sixteen counters, received before sent. */
export function parseNetDev(text: string): NetworkInterfaceStats[] {
  return text.split('\n').flatMap((line) => {
    // An interface's name may hold a colon itself (an alias); its counters never do.
    const at = line.lastIndexOf(':')
    if (at < 0) return []
    const counters = line
      .slice(at + 1)
      .trim()
      .split(/\s+/)
      .map(Number)
    const counter = (index: number): number => counters[index] ?? 0
    if (counters.length < 16 || counters.some(Number.isNaN)) return []
    return [
      {
        name: line.slice(0, at).trim(),
        receivedBytes: counter(0),
        receivedPackets: counter(1),
        receivedErrors: counter(2),
        receivedDropped: counter(3),
        sentBytes: counter(8),
        sentPackets: counter(9),
        sentErrors: counter(10),
        sentDropped: counter(11),
      },
    ]
  })
}

/** `some avg10=0.00 avg60=0.00 avg300=0.00 total=11345`, and the same for `full`. Null when it is not that. */
export function parsePressure(text: string): Pressure | null {
  const lineOf = (word: string): PressureLine | null => {
    const pattern = new RegExp(`^${word} avg10=([\\d.]+) avg60=([\\d.]+) avg300=([\\d.]+) total=(\\d+)$`, 'm')
    const found = pattern.exec(text)
    if (!found) return null
    const [, average10, average60, average300, totalUs] = found.map(Number)
    return {
      average10: average10 ?? 0,
      average60: average60 ?? 0,
      average300: average300 ?? 0,
      totalUs: totalUs ?? 0,
    }
  }
  const some = lineOf('some')
  return some && { some, full: lineOf('full') }
}
