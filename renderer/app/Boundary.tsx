// Keeps a fault of one part from taking the window with it: says so in its place, and lets one try again.
import { Component } from 'react'
import type { ReactNode } from 'react'
import { Bug } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { toErrorInfo } from '../ui/error-text.ts'
import { EmptyState } from '../ui/EmptyState.tsx'

export interface BoundaryProps {
  children: ReactNode
  /** For what has no place of its own to say it in: it is not drawn any more, and this is told. */
  onError?: (error: unknown) => void
}

interface BoundaryState {
  error: unknown
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: null }

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { error: error ?? new Error('Nothing was said.') }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError?.(error)
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    if (this.props.onError) return null
    const text = error instanceof Error ? (error.stack ?? error.message) : toErrorInfo(error).message
    return (
      <EmptyState icon={<Bug size={20} aria-hidden />} title="This page broke">
        <p className="text-text-muted">
          A fault of the app’s own. Your containers are not touched, and the other pages still work.
        </p>
        <div className="flex w-full items-start gap-2 rounded-control border border-line bg-surface-0 py-1.5 pr-1.5 pl-2.5">
          <pre className="code max-h-40 min-w-0 flex-1 overflow-auto whitespace-pre-wrap [overflow-wrap:anywhere] select-text">
            {text}
          </pre>
          <CopyButton text={text} label="Copy error" />
        </div>
        <Button look="primary" onClick={() => this.setState({ error: null })}>
          Try again
        </Button>
      </EmptyState>
    )
  }
}
