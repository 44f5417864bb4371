// What the filter means: each of its words is one test of a container, and all of them must hold. A word that makes no
// sense (a broken expression, a state that does not exist) is told of and otherwise left out, so that the list stays.
import type { ContainerStatus, ContainerSummary } from '../../src-shared/model.ts'
import { ownerWords } from './container-owner.ts'
import { splitFilter } from './filter-words.ts'
import type { FilterKey, FilterWord } from './filter-words.ts'

export type ContainerTest = (container: ContainerSummary) => boolean

export interface ContainerFilter {
  /** Null when it lets everything through. */
  test: ContainerTest | null
  /** What of it makes no sense, each in a sentence. */
  problems: readonly string[]
}

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

/** A word that nothing can be made of, with the sentence why. */
class FilterProblem extends Error {}

export function parseFilter(text: string): ContainerFilter {
  const tests: ContainerTest[] = []
  const problems: string[] = []
  for (const word of splitFilter(text)) {
    // Half typed, as in `state:`, it lets everything through instead of emptying the list for a moment.
    if (word.isUnfinished) continue
    try {
      const test = testOf(word)
      tests.push(word.isNegated ? (container) => !test(container) : test)
    } catch (error) {
      if (!(error instanceof FilterProblem)) throw error
      problems.push(error.message)
    }
  }
  const test =
    tests.length === 0 ? null : (container: ContainerSummary) => tests.every((one) => one(container))
  return { test, problems }
}

function testOf(word: FilterWord): ContainerTest {
  const { key, value } = word
  if (key === 'state') return testOfState(value)
  if (key === 'owner') return testOfOwner(value)
  if (key === 'label') return testOfLabel(word)
  if (key === 'pid') return ({ pid }) => pid !== null && alternatives(value).includes(String(pid))
  const matches = matcherOf(word)
  if (key !== null) return (container) => matches(fields[key](container))
  return (container) => matches(textOf(container)) || String(container.pid ?? '') === value
}

/** What the other keys look into. */
const fields = {
  root: ({ root }: ContainerSummary) => root,
  image: imagesOf,
  name: ({ id, owner }: ContainerSummary) => `${id}\n${owner.name ?? ''}`,
  namespace: ({ owner }: ContainerSummary) => owner.namespace ?? '',
} satisfies Record<Exclude<FilterKey, 'state' | 'owner' | 'label' | 'pid'>, unknown>

/** What the annotations of a bundle that was unpacked from an image can call that (OCI image specification). */
const imageAnnotations = ['ref.name', 'base.name', 'title'].map((name) => `org.opencontainers.image.${name}`)

/** By lines, as its manager names it and as its annotations do. */
function imagesOf({ owner, labels }: ContainerSummary): string {
  const names = imageAnnotations.map((name) => (Object.hasOwn(labels, name) ? labels[name] : null))
  return [owner.image, ...names].filter(Boolean).join('\n')
}

/** `a,b` means either. */
function alternatives(value: string): string[] {
  return value.toLowerCase().split(',').filter(Boolean)
}

function testOfState(value: string): ContainerTest {
  const wanted = alternatives(value).map((part) => {
    const found = states.filter((state) => state.startsWith(part))
    if (found.length === 0) throw new FilterProblem(`state: takes ${list(states)}, not “${part}”.`)
    return found
  })
  const all = new Set(wanted.flat())
  return ({ status }) => all.has(status)
}

function testOfOwner(value: string): ContainerTest {
  const wanted = alternatives(value).map((part) => {
    const kinds = Object.entries(ownerWords).flatMap(([kind, words]) =>
      words.some((word) => word.startsWith(part)) ? [kind] : [],
    )
    if (kinds.length === 0) {
      throw new FilterProblem(
        `owner: takes ${list(Object.values(ownerWords).map(([first = '']) => first))}, not “${part}”.`,
      )
    }
    return kinds
  })
  const all = new Set<string>(wanted.flat())
  return ({ owner }) => all.has(owner.kind)
}

/** `key` is there, or `key=value` with `*` for anything; of an expression, one `key=value` that it matches. */
function testOfLabel(word: FilterWord): ContainerTest {
  if (word.isExpression) {
    const matches = matcherOf(word)
    return ({ labels }) => Object.entries(labels).some(([key, value]) => matches(`${key}=${value}`))
  }
  const [name = '', ...rest] = word.value.split('=')
  const wanted = rest.length === 0 ? null : pattern(rest.join('='))
  return ({ labels }) => {
    const value = Object.hasOwn(labels, name) ? labels[name] : undefined
    return value !== undefined && (wanted === null || wanted.test(value))
  }
}

function pattern(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 'is')
}

function matcherOf({ value, isExpression }: FilterWord): (text: string) => boolean {
  if (!isExpression) {
    const wanted = value.toLowerCase()
    return (text) => text.toLowerCase().includes(wanted)
  }
  const expression = compile(value)
  return (text) => expression.test(text.toLowerCase())
}

/** An escape, whose letter means something, or a capital one. */
const capitals = /\\(?:x..|u....|c.|.)|\p{Lu}/gsu

function compile(source: string): RegExp {
  try {
    // By lines: `^` begins the id and the image as well. In small letters on both sides instead of the flag for it: V8’s
    // engine against expressions that take for ever (see electron/main/index.ts) knows no such flag.
    const small = source.replace(capitals, (part) => (part.startsWith('\\') ? part : part.toLowerCase()))
    return new RegExp(small, 'm')
  } catch (error) {
    throw new FilterProblem(`/${source}/ is no regular expression: ${reasonOf(error)}`)
  }
}

/** V8 repeats the expression before it says what is wrong with it. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return `${message.slice(message.lastIndexOf(': ') + (message.includes(': ') ? 2 : 0)).replace(/\.$/, '')}.`
}

function list(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

const texts = new WeakMap<ContainerSummary, string>()

/** More of one field is no name any more; a container may carry a megabyte. */
const longestField = 1024

/** What free text is looked for in; kept, since each key typed asks for it of every container. */
function textOf(container: ContainerSummary): string {
  const known = texts.get(container)
  if (known !== undefined) return known
  const { id, bundle, owner } = container
  const text = [id, owner.name, owner.image, owner.namespace, bundle]
    .flatMap((field) => (field === null || field === '' ? [] : [field.slice(0, longestField).toLowerCase()]))
    .join('\n')
  texts.set(container, text)
  return text
}
