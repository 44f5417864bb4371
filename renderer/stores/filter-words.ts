// Splits the filter as typed into its words: where quotation marks and the slashes of a regular expression hold a word
// together, what negates it, and which key stands before it. Knows nothing of containers.

export interface FilterWord {
  isNegated: boolean
  /** What stands before the colon, when it is one of `filterKeys`; null for free text. */
  key: FilterKey | null
  /** Without quotation marks; of an expression what lies between its slashes. */
  value: string
  isExpression: boolean
  /** The end of it is still being typed. */
  isUnfinished: boolean
}

export const filterKeys = ['state', 'owner', 'root', 'label', 'image', 'name', 'pid', 'namespace'] as const
export type FilterKey = (typeof filterKeys)[number]

/** Other words for the same. */
const synonyms: Readonly<Record<string, FilterKey>> = { status: 'state', id: 'name', ns: 'namespace' }

const keyBefore = new RegExp(`^(${[...filterKeys, ...Object.keys(synonyms)].join('|')}):`, 'i')
/** A closed one has its second slash at the end of a word: `/run/runc` is a path, and stays text. */
const closedExpression = /^\/((?:\\.|[^\\])+?)\/i?(?=\s|$)/
/** No path has these: an expression of which the end is yet to come. */
const beginsExpression = /^\/\S*[[\](){}|^$*+?\\]/

export function splitFilter(text: string): FilterWord[] {
  const words: FilterWord[] = []
  let rest = text.trimStart()
  while (rest !== '') {
    const isNegated = /^[-!]\S/.test(rest)
    if (isNegated) rest = rest.slice(1)
    const [before = '', name = ''] = keyBefore.exec(rest) ?? []
    const key = name === '' ? null : keyOf(name.toLowerCase())
    const { length, ...value } = readValue(rest.slice(before.length))
    words.push({ isNegated, key, ...value })
    rest = rest.slice(before.length + length).trimStart()
  }
  return words
}

function keyOf(name: string): FilterKey | null {
  return synonyms[name] ?? filterKeys.find((key) => key === name) ?? null
}

type Value = Pick<FilterWord, 'value' | 'isExpression' | 'isUnfinished'> & { length: number }

function readValue(text: string): Value {
  const [expression, inside = ''] = closedExpression.exec(text) ?? []
  if (expression !== undefined) {
    return { value: inside, isExpression: true, isUnfinished: false, length: expression.length }
  }
  return readText(text)
}

/** To the next white space that no quotation mark holds. */
function readText(text: string): Value {
  let value = ''
  let isQuoted = false
  let at = 0
  for (; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && /\s/.test(character)) break
    else value += character
  }
  const isUnfinished = value === '' || beginsExpression.test(text.slice(0, at))
  return { value, isExpression: false, isUnfinished, length: at }
}
