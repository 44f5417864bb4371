import { describe, expect, test } from 'vitest'
import { parseFilter } from '../../../renderer/stores/container-filter.ts'
import { container } from './samples.ts'

const docker = {
  kind: 'docker',
  name: 'shop_api',
  namespace: 'moby',
  image: 'registry.example/shop:1.2',
} as const

const all = [
  container('web-1', { labels: { app: 'web', tier: 'front end' } }),
  container('web-2', { status: 'paused', owner: { kind: 'self', name: null, namespace: null, image: null } }),
  container('db', { status: 'stopped', bundle: '/srv/WEB/db', pid: null, root: '/run/user/1000/runc' }),
  container('4f9c', {
    owner: docker,
    root: '/run/docker/runtime-runc/moby',
    labels: { app: 'shop' },
    pid: 7,
  }),
]

/** As umoci writes them into the bundle that it unpacks. */
const unpacked = container('redis-1', {
  bundle: '/srv/bundles/cache',
  labels: {
    'org.opencontainers.image.ref.name': 'docker.io/library/redis:7',
    'org.opencontainers.image.os': 'linux',
  },
})

function found(text: string): string[] {
  const { test: matches } = parseFilter(text)
  return all.filter(matches ?? (() => true)).map(({ id }) => id)
}

const everything = ['web-1', 'web-2', 'db', '4f9c']

test.each([
  ['', everything],
  ['web', ['web-1', 'web-2', 'db']],
  ['WEB-', ['web-1', 'web-2']],
  ['web state:run', ['web-1']],
  ['state:', everything],
  ['status:paused', ['web-2']],
  ['state:paused,stopped', ['web-2', 'db']],
  ['-state:stopped', ['web-1', 'web-2', '4f9c']],
  ['!web-1', ['web-2', 'db', '4f9c']],
  ['owner:me', ['web-2']],
  ['owner:other web', ['web-1', 'db']],
  ['owner:docker,me', ['web-2', '4f9c']],
  ['shop_api', ['4f9c']],
  ['name:shop_api', ['4f9c']],
  ['image:shop', ['4f9c']],
  ['ns:moby', ['4f9c']],
  ['100', ['web-1', 'web-2']],
  ['pid:7', ['4f9c']],
  ['root:user/1000', ['db']],
  ['/srv/web', ['db']],
  ['"srv/WEB"', ['db']],
  ['label:app', ['web-1', '4f9c']],
  ['label:app=web', ['web-1']],
  ['label:app=w*', ['web-1']],
  ['label:tier="front end"', ['web-1']],
  ['label:/^app=s/', ['4f9c']],
  ['-label:app', ['web-2', 'db']],
  ['/^web-[12]$/', ['web-1', 'web-2']],
  ['!/web/', ['4f9c']],
  ['/WEB-./i state:running', ['web-1']],
  ['image:/shop:1\\.\\d/', ['4f9c']],
  ['/^[A-Z]+\\D[1]$/', ['web-1']],
  ['-', ['web-1', 'web-2']],
  ['__proto__', []],
  ['label:__proto__', []],
])('%j', (text, expected) => {
  expect({ found: found(text), problems: parseFilter(text).problems }).toEqual({
    found: expected,
    problems: [],
  })
})

test('an image is what its manager or the annotations of its bundle call it, and no path', () => {
  const matches = (text: string): boolean | undefined => parseFilter(text).test?.(unpacked)
  expect(
    ['image:redis', 'image:/^docker.io.*:7$/', '-image:redis', 'image:linux', 'image:cache'].map(matches),
  ).toEqual([true, true, false, false, false])
})

describe('what makes no sense is told of, and the rest still filters', () => {
  test.each([
    ['/web-(/', everything, /^\/web-\(\/ is no regular expression: .*group/],
    ['/[/ state:paused', ['web-2'], /no regular expression/],
    ['-/*/ web-1', ['web-1'], /no regular expression: Nothing to repeat/],
    ['state:gone', everything, /^state: takes creating, .* and broken, not “gone”\.$/],
    ['owner:nobody web-1', ['web-1'], /^owner: takes me, docker, .* and other, not “nobody”\.$/],
    ['label:/(/', everything, /no regular expression/],
  ])('%j', (text, expected, problem) => {
    expect(found(text)).toEqual(expected)
    expect(parseFilter(text).problems).toEqual([expect.stringMatching(problem)])
  })
})

test('an expression that is still being typed does not empty the list', () => {
  const text = '/web-[12]$/'
  const steps = Array.from({ length: text.length - 1 }, (_, index) => found(text.slice(0, index + 1)).length)
  // `/web-` is a path as well as the beginning of an expression; then it is plain that it is one.
  expect(steps.slice(text.indexOf('['))).toEqual([4, 4, 4, 4, 4])
})
