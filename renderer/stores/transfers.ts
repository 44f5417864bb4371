// What is being copied into containers, out of them, or deleted there, and what came of it: kept while one looks
// elsewhere, until it is dismissed.
import { create } from 'zustand'
import type { ErrorInfo } from '../../src-shared/errors.ts'
import { engine } from '../engine/index.ts'
import { toErrorInfo } from '../ui/error-text.ts'

export interface Transfer {
  id: string
  /** Of the container. */
  key: string
  kind: 'download' | 'upload' | 'delete'
  /** In the container. */
  path: string
  /** The file of this machine; null for a deletion. */
  place: string | null
  /** Bytes, or entries of a deletion; null before anything is known. */
  done: number | null
  total: number | null
  state: 'running' | 'done' | 'failed' | 'cancelled'
  error: ErrorInfo | null
}

export interface TransfersState {
  /** The last one first. */
  transfers: readonly Transfer[]
}

export const useTransfers = create<TransfersState>(() => ({ transfers: [] }))

const aborts = new Map<string, AbortController>()
let isListening = false

function change(id: string, changes: Partial<Transfer>): void {
  useTransfers.setState(({ transfers }) => ({
    transfers: transfers.map((one) => (one.id === id ? { ...one, ...changes } : one)),
  }))
}

function listen(): void {
  if (isListening) return
  isListening = true
  engine.on('files.progress', ({ transfer, done, total }) => change(transfer, { done, total }))
}

type Identity = Pick<Transfer, 'key' | 'kind' | 'path' | 'place'>
type Work = (transfer: string, options: { signal: AbortSignal }) => Promise<number>

/** Begins one and tells of it. `work` resolves to what was done, in bytes or entries. Never throws. */
export async function transferred(identity: Identity, work: Work): Promise<void> {
  listen()
  const id = crypto.randomUUID()
  const abort = new AbortController()
  aborts.set(id, abort)
  const begun: Transfer = { ...identity, id, done: null, total: null, state: 'running', error: null }
  useTransfers.setState(({ transfers }) => ({ transfers: [begun, ...transfers] }))
  try {
    const done = await work(id, { signal: abort.signal })
    change(id, { state: 'done', done })
  } catch (error) {
    const info = toErrorInfo(error)
    change(id, { state: info.code === 'Cancelled' ? 'cancelled' : 'failed', error: info })
  } finally {
    aborts.delete(id)
  }
}

export function cancelTransfer(id: string): void {
  aborts.get(id)?.abort()
}

export function dismissTransfer(id: string): void {
  useTransfers.setState(({ transfers }) => ({ transfers: transfers.filter((one) => one.id !== id) }))
}
