// The filter as typed: words that the id, bundle or pid must hold, `state:` and `owner:`, each negated by a leading
// minus or exclamation mark.
import type { ContainerStatus, ContainerSummary } from '../../src-shared/model.ts'

/** By need, not from the schema: that comes with zod, which the first paint does without. */
const states = Object.keys({
  creating: true,
  created: true,
  running: true,
  pausing: true,
  paused: true,
  stopped: true,
  broken: true,
} satisfies Record<ContainerStatus, true>)

type Test = (container: ContainerSummary) => boolean

const owners: Readonly<Record<string, ContainerSummary['owner']>> = {
  me: 'self',
  self: 'self',
  app: 'self',
  other: 'other',
}

function testOf(word: string): Test {
  const [, key = '', value = ''] = /^(state|status|owner):(.*)$/.exec(word) ?? []
  // Half typed, as in `state:`, it lets everything through instead of emptying the list for a moment.
  if (key !== '' && value === '') return () => true
  if (key === 'owner') {
    const owner = Object.entries(owners).find(([name]) => name.startsWith(value))?.[1]
    return (container) => container.owner === owner
  }
  if (key !== '') return (container) => container.status.startsWith(value)
  return (container) => textOf(container).includes(word) || String(container.pid ?? '') === word
}

/** What the filter asks for that no container can be, in a sentence; null when all of it makes sense. */
export function filterProblem(text: string): string | null {
  for (const word of text.toLowerCase().split(/\s+/)) {
    const [, key = '', value = ''] = /^[-!]?(state|status|owner):(.+)$/.exec(word) ?? []
    const names: readonly string[] = key === 'owner' ? Object.keys(owners) : states
    if (key !== '' && !names.some((name) => name.startsWith(value))) {
      return `${key}: takes ${names.slice(0, -1).join(', ')} and ${names.at(-1)}.`
    }
  }
  return null
}

const texts = new WeakMap<ContainerSummary, string>()

/** What words are looked for in; kept, since each key typed asks for it of every container. */
function textOf(container: ContainerSummary): string {
  const known = texts.get(container)
  if (known !== undefined) return known
  const text = `${container.id}\n${container.bundle}`.toLowerCase()
  texts.set(container, text)
  return text
}

/** Makes one test of all the words; null for a filter that lets everything through. */
export function parseFilter(text: string): Test | null {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const tests = words
    .map((word) => ({ isNegated: /^[-!]./.test(word), word: word.replace(/^[-!](?=.)/, '') }))
    .map(({ isNegated, word }): Test => {
      const test = testOf(word)
      return isNegated ? (container) => !test(container) : test
    })
  if (tests.length === 0) return null
  return (container) => tests.every((test) => test(container))
}
