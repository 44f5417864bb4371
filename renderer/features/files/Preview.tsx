// One file looked at: a piece of it as text or as bytes, and what it is. Nothing but regular files is opened.
import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import type { ErrorInfo } from '../../../src-shared/errors.ts'
import type { FileDetails } from '../../../src-shared/files-contract.ts'
import { engine } from '../../engine/index.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { toErrorInfo } from '../../ui/error-text.ts'
import { formatBytes } from '../../ui/format-figures.ts'
import { Segments } from '../../ui/Segments.tsx'
import { visibleLines } from '../../ui/visible-text.ts'
import { contentOf, hexOf, textOf, type Content } from './content.ts'
import { copiedPath, lastName, visibleName } from './names.ts'
import { kindName } from './words.ts'

/** Enough for most files of a configuration, little enough to be drawn at once in one line or as bytes. */
const pieceBytes = 64 * 1024

export interface PreviewProps {
  containerKey: string
  path: string
  kind: string
  /** Of a link: what it leads to. */
  targetKind: FileDetails['targetKind']
  onDownload: () => void
  onClose: () => void
}

export function Preview({ containerKey, path, kind, targetKind, onDownload, onClose }: PreviewProps) {
  const name = visibleName(lastName(path))
  const isFile = kind === 'f' || (kind === 'l' && targetKind === 'f')
  return (
    <section aria-label={`Preview of ${name}`} className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface-1">
      <header className="flex h-9 shrink-0 items-center gap-1 border-b border-line pr-2 pl-4">
        <h2 className="code min-w-0 flex-1 truncate">
          <bdi className="whitespace-pre">{name}</bdi>
        </h2>
        {isFile && (
          <IconButton
            size="row"
            label="Download"
            icon={<Download size={14} aria-hidden />}
            onClick={onDownload}
          />
        )}
        <CopyButton text={copiedPath(path)} label="Copy path" />
        <IconButton size="row" label="Close preview" icon={<X size={14} aria-hidden />} onClick={onClose} />
      </header>
      {isFile ? (
        <Pieces key={path} containerKey={containerKey} path={path} />
      ) : (
        <p className="px-4 py-3 text-text-muted">{unopened(kind, targetKind)}</p>
      )}
    </section>
  )
}

function unopened(kind: string, targetKind: string | null): string {
  if (kind === 'l' && targetKind === null) return 'This link leads nowhere in this container.'
  const what = kindName(kind === 'l' && targetKind !== null ? targetKind : kind)
  return `A ${what}. It is not opened: reading from it could take what is meant for others, or never end.`
}

interface Piece {
  offset: number
  bytes: Uint8Array
  size: number
}

function Pieces({ containerKey, path }: { containerKey: string; path: string }) {
  const [offset, setOffset] = useState(0)
  const [piece, setPiece] = useState<Piece | null>(null)
  const [content, setContent] = useState<Content | null>(null)
  const [error, setError] = useState<ErrorInfo | null>(null)
  const [chosen, setChosen] = useState<'text' | 'bytes' | null>(null)
  const label = useId()

  useEffect(() => {
    let isCurrent = true
    async function read(): Promise<void> {
      try {
        const { bytes, size } = await engine.call('files.read', {
          key: containerKey,
          path,
          offset,
          length: pieceBytes,
        })
        if (!isCurrent) return
        setPiece({ offset, bytes, size })
        // What it is, its beginning says.
        setContent((known) => known ?? contentOf(bytes))
        setError(null)
      } catch (failure) {
        if (isCurrent) setError(toErrorInfo(failure))
      }
    }
    void read()
    return () => {
      isCurrent = false
    }
  }, [containerKey, path, offset])

  if (error) return <ErrorNotice title="It cannot be shown" error={error} className="m-3" />
  if (!piece || !content) return null
  const view = chosen ?? (content.kind === 'text' ? 'text' : 'bytes')
  const what = content.kind === 'text' ? content.encoding : (content.name ?? 'Binary')
  return (
    <>
      <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1">
        <span className="figures min-w-0 flex-1 truncate text-small text-text-muted">
          {what} · {formatBytes(Math.max(piece.size, piece.offset + piece.bytes.length))}
        </span>
        <span id={label} className="spoken">
          Shown as
        </span>
        <Segments
          labelledBy={label}
          value={view}
          options={[
            { value: 'text', name: 'Text' },
            { value: 'bytes', name: 'Bytes' },
          ]}
          onChange={setChosen}
        />
      </div>
      {piece.bytes.length === 0 ? (
        <p className="flex-1 px-4 py-3 text-text-muted">
          {piece.offset === 0 ? 'It is empty.' : 'It ends before this.'}
        </p>
      ) : (
        <section
          // It is scrolled by keys as well.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          aria-label="Content"
          className={
            view === 'text'
              ? 'code min-h-0 flex-1 overflow-auto px-4 py-3 whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:isolate] -outline-offset-2 select-text'
              : 'code min-h-0 flex-1 overflow-auto px-4 py-3 whitespace-pre -outline-offset-2 select-text'
          }
        >
          {view === 'text' ? textIn(piece, content) : hexOf(piece.bytes, piece.offset)}
        </section>
      )}
      <Paging piece={piece} onMove={setOffset} />
    </>
  )
}

function textIn({ bytes }: Piece, content: Content): string {
  return visibleLines(textOf(bytes, content.kind === 'text' ? content.encoding : 'Latin 1'))
}

/** Nothing for what is shown whole. */
function Paging({ piece, onMove }: { piece: Piece; onMove: (offset: number) => void }) {
  const { offset, bytes, size } = piece
  const end = offset + bytes.length
  // What the kernel makes up as it is read has no size: it may go on after a full piece.
  const hasMore = size > end || (size === 0 && bytes.length === pieceBytes)
  if (offset === 0 && !hasMore) return null
  return (
    <footer className="flex h-9 shrink-0 items-center gap-2 border-t border-line px-2">
      <Button
        look="quiet"
        icon={<ChevronLeft size={14} aria-hidden />}
        reason={offset === 0 ? 'This is its beginning.' : null}
        onClick={() => onMove(Math.max(0, offset - pieceBytes))}
      >
        Before
      </Button>
      <output className="figures min-w-0 flex-1 truncate text-center text-small text-text-muted">
        {formatBytes(offset)} to {formatBytes(end)}
      </output>
      <Button
        look="quiet"
        reason={hasMore ? null : 'This is its end.'}
        onClick={() => onMove(offset + pieceBytes)}
      >
        After
        <ChevronRight size={14} aria-hidden />
      </Button>
    </footer>
  )
}
