// Searching in one xterm, with all matches marked and counted.
import { SearchAddon } from '@xterm/addon-search'
import type { Terminal } from '@xterm/xterm'
import { readMatchColours } from './palette.ts'
import { mostMatches } from './search-pattern.ts'

export interface SearchOptions {
  isRegex: boolean
  isCaseSensitive: boolean
}

/** `index` counts from 0; -1 when none of them is the current one. */
export interface SearchResults {
  index: number
  count: number
}

export interface TerminalSearch {
  /** `last`: the one nearest to the end, where what one looks for was usually written a moment ago. */
  find(text: string, options: SearchOptions, which: 'next' | 'previous' | 'last'): void
  onResults(listener: (results: SearchResults) => void): () => void
  clear(): void
}

export function createSearch(terminal: Terminal, element: HTMLElement): TerminalSearch {
  const addon = new SearchAddon({ highlightLimit: mostMatches })
  terminal.loadAddon(addon)
  let counted: SearchOptions | null = null
  return {
    find(text, { isRegex, isCaseSensitive }, which) {
      // The add-on counts anew for another text only: it compares the options with themselves.
      const isOther = counted?.isRegex !== isRegex || counted.isCaseSensitive !== isCaseSensitive
      if (isOther) addon.clearDecorations()
      counted = { isRegex, isCaseSensitive }
      const options = {
        regex: isRegex,
        caseSensitive: isCaseSensitive,
        decorations: readMatchColours(element),
      }
      // The add-on goes on from what is selected.
      if (which === 'last') terminal.clearSelection()
      if (which === 'next') addon.findNext(text, options)
      else addon.findPrevious(text, options)
    },
    onResults(listener) {
      const listening = addon.onDidChangeResults(({ resultIndex, resultCount }) =>
        listener({ index: resultIndex, count: resultCount }),
      )
      return () => listening.dispose()
    },
    clear() {
      addon.clearDecorations()
    },
  }
}
