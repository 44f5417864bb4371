// Files of real containers through the engine: what is told of them, what is done to them, and that no way leads out of
// their root file system, nor to anything that must not be opened.
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readChanges } from '../../../electron/engine/inside/changes.ts'
import { overlayOf, readMounts, rootMount } from '../../../electron/engine/inside/mounts.ts'
import type { CallArgs, CallName } from '../../../src-shared/contract.ts'
import { makeBundle } from '../../fixtures/bundle.ts'
import { bundleEntry } from '../../fixtures/engine/bundle-entry.ts'
import { rowOf, startRealEngine, type RealEngine } from '../../fixtures/engine/real-engine.ts'

let entry: { program: string; folder: string }
let engine: RealEngine
/** Of the running container; of the stopped one. */
let running: { key: string; rootfs: string }
let stopped: { key: string; rootfs: string }
/** Beside the root file systems, with a file that none of the tests may reach. */
let outside: string
/** A file of this machine that is mounted in the containers. */
let bound: string
const secret = 'what nobody in a container may see'
const wicked = Buffer.from([0x62, 0x61, 0x64, 0xff, 0xfe])

beforeAll(async () => {
  entry = await bundleEntry('electron/engine/stdio-entry.ts')
  engine = await startRealEngine(entry)
  outside = join(engine.folder, 'outside')
  mkdirSync(outside)
  writeFileSync(join(outside, 'secret'), secret)
  bound = join(engine.folder, 'bound')
  writeFileSync(bound, 'bound')
  running = await create('files-web')
  await engine.client.call('containers.start', { key: running.key })
  stopped = await create('files-ended')
  await engine.client.call('containers.stop', { key: stopped.key, graceMs: 0 })
})
afterAll(async () => {
  await engine.dispose()
  await rm(entry.folder, { recursive: true, force: true })
})

async function create(id: string): Promise<{ key: string; rootfs: string }> {
  const bundle = makeBundle(join(engine.folder, `bundle-${id}`), {
    edit: (config) =>
      config.mounts.push(
        { destination: '/data', type: 'tmpfs', source: 'tmpfs', options: ['rw'] },
        { destination: '/etc/bound', type: 'bind', source: bound, options: ['bind', 'rw'] },
      ),
  })
  const { key } = await engine.client.call('containers.create', { id, bundle })
  return { key, rootfs: join(bundle, 'rootfs') }
}

function call<Name extends CallName>(name: Name, args: CallArgs<Name>) {
  return engine.client.call(name, args)
}
async function textOf(key: string, path: string): Promise<string> {
  const { bytes } = await call('files.read', { key, path, offset: 0, length: 65_536 })
  return Buffer.from(bytes).toString()
}
async function namesIn(key: string, path: string): Promise<string[]> {
  const { names } = await call('files.list', { key, path })
  return names === '' ? [] : names.split('/').toSorted()
}
const both = (): { key: string; rootfs: string }[] => [running, stopped]

describe('looking', () => {
  it('lists what is there, running through its process, stopped as it lies on disk', async () => {
    const live = await call('files.list', { key: running.key, path: '/' })
    expect(live).toMatchObject({ path: '/', isLive: true, note: null, isCut: false, isReadOnly: false })
    expect(live.names.split('/')).toEqual(expect.arrayContaining(['bin', 'etc', 'proc', 'data']))
    expect(live.mounts).toEqual(expect.arrayContaining(['proc', 'dev', 'sys', 'data']))
    expect(live.users).toEqual([{ id: 0, name: 'root' }])
    const still = await call('files.list', { key: stopped.key, path: '/' })
    expect(still).toMatchObject({
      isLive: false,
      mounts: [],
      note: expect.stringContaining('without its mounts'),
    })
    expect(await namesIn(running.key, '/proc')).toContain('1')
    expect(await namesIn(stopped.key, '/proc')).toEqual([])
    expect((await call('files.list', { key: running.key, path: '/sys' })).isReadOnly).toBe(true)
  })

  it('tells the rest of some names, and null for what is not there', async () => {
    for (const { key, rootfs } of both()) {
      mkdirSync(join(rootfs, 'srv'), { recursive: true })
      writeFileSync(join(rootfs, 'srv/a'), 'four', { mode: 0o640 })
      symlinkSync('/bin/busybox', join(rootfs, 'srv/to-file'))
      symlinkSync('../../../../etc', join(rootfs, 'srv/to-directory'))
      symlinkSync('/nowhere', join(rootfs, 'srv/dangling'))
      execFileSync('mkfifo', [join(rootfs, 'srv/fifo')])
      const names = ['a', 'to-file', 'to-directory', 'dangling', 'fifo', 'absent']
      const told = await call('files.details', { key, path: '/srv', names })
      expect(told[0]).toMatchObject({ kind: 'f', size: 4, mode: 0o640, uid: 0, gid: 0, target: null })
      expect(told.map((one) => one && [one.kind, one.target, one.targetKind])).toEqual([
        ['f', null, null],
        ['l', '/bin/busybox', 'f'],
        ['l', '../../../../etc', 'd'],
        ['l', '/nowhere', null],
        ['p', null, null],
        null,
      ])
      expect((await call('files.list', { key, path: '/srv/to-directory' })).path).toBe('/etc')
    }
  })

  it('takes names of any bytes there and back', async () => {
    for (const { key, rootfs } of both()) {
      const folder = Buffer.concat([Buffer.from(`${rootfs}/`), wicked])
      mkdirSync(folder)
      writeFileSync(Buffer.concat([folder, Buffer.from('/line\nbreak \u202e')]), 'inside')
      const name = (await namesIn(key, '/')).find((one) => one.startsWith('bad'))
      expect(name).toBe('bad\uDCFF\uDCFE')
      expect(await namesIn(key, `/${name}`)).toEqual(['line\nbreak \u202e'])
      expect(await textOf(key, `/${name}/line\nbreak \u202e`)).toBe('inside')
      expect(await call('files.delete', { key, path: `/${name}`, transfer: 't' })).toEqual({ entries: 2 })
      expect(existsSync(folder)).toBe(false)
    }
  })

  it('reads pieces, and opens neither FIFOs nor devices nor sockets', async () => {
    for (const { key, rootfs } of both()) {
      writeFileSync(join(rootfs, 'srv/long'), 'x'.repeat(1000) + 'end')
      const { bytes, size } = await call('files.read', { key, path: '/srv/long', offset: 1000, length: 100 })
      expect([Buffer.from(bytes).toString(), size]).toEqual(['end', 1003])
      execFileSync('mknod', [join(rootfs, 'srv/zero'), 'c', '1', '5'])
      for (const path of ['/srv/fifo', '/srv/zero', '/etc']) {
        await expect(call('files.read', { key, path, offset: 0, length: 10 })).rejects.toMatchObject({
          code: 'InvalidArgument',
          message: expect.stringContaining('nothing else is opened'),
        })
      }
      const to = join(engine.folder, 'never')
      await expect(
        call('files.download', { key, path: '/srv/zero', to, transfer: 't' }),
      ).rejects.toMatchObject({ message: expect.stringContaining('this is neither') })
      expect(existsSync(to)).toBe(false)
    }
    expect(await textOf(running.key, '/proc/1/cmdline')).toBe(['sleep', '600', ''].join('\0'))
  })

  it('says what is wrong with a path', async () => {
    const { key, rootfs } = running
    symlinkSync('loop-b', join(rootfs, 'loop-a'))
    symlinkSync('loop-a', join(rootfs, 'loop-b'))
    const refused = (path: string) => expect(call('files.list', { key, path })).rejects
    await refused('/absent').toMatchObject({ code: 'NotFound' })
    await refused('/loop-a/x').toMatchObject({ message: expect.stringContaining('in a circle') })
    await refused('/etc/passwd').toMatchObject({ message: expect.stringContaining('is no directory') })
    await refused(`/${'n'.repeat(300)}`).toMatchObject({ message: expect.stringContaining('too long') })
    await expect(call('files.list', { key: engine.keyOf('files-none'), path: '/' })).rejects.toMatchObject({
      code: 'NotFound',
    })
  })
})

/** Ways by which a path, a link or a name might lead out. Each is prepared in the root file system before it is tried. */
const escapes: { name: string; path: () => string; prepare?: (rootfs: string) => void }[] = [
  { name: 'dots', path: () => `/${'../'.repeat(30)}${outside.slice(1)}/secret` },
  { name: 'dots behind a directory', path: () => `/etc/${'../'.repeat(30)}${outside.slice(1)}/secret` },
  {
    name: 'an absolute link',
    path: () => '/way/absolute',
    prepare: (rootfs) => symlinkSync(join(outside, 'secret'), join(rootfs, 'way/absolute')),
  },
  {
    name: 'a relative link',
    path: () => '/way/relative',
    prepare: (rootfs) =>
      symlinkSync(`${'../'.repeat(30)}${outside.slice(1)}/secret`, join(rootfs, 'way/relative')),
  },
  {
    name: 'a link to the directory',
    path: () => '/way/directory/secret',
    prepare: (rootfs) => symlinkSync(outside, join(rootfs, 'way/directory')),
  },
  {
    name: 'links by way of links',
    path: () => '/way/one/secret',
    prepare: (rootfs) => {
      symlinkSync('two', join(rootfs, 'way/one'))
      symlinkSync('three/..', join(rootfs, 'way/two'))
      symlinkSync(join(outside, 'x'), join(rootfs, 'way/three'))
    },
  },
  { name: 'the root of a process', path: () => `/proc/1/root${outside}/secret` },
  { name: 'the root of the looker', path: () => `/proc/self/root${outside}/secret` },
  { name: 'a working directory', path: () => `/proc/1/cwd/${'../'.repeat(20)}${outside.slice(1)}/secret` },
  { name: 'an open file', path: () => '/dev/fd/3' },
  {
    name: 'a link to the open directories of the looker',
    path: () => '/way/descriptors/10/secret',
    prepare: (rootfs) => symlinkSync('/proc/self/fd', join(rootfs, 'way/descriptors')),
  },
  {
    name: 'a link to the host’s own shadow',
    path: () => '/way/shadow',
    prepare: (rootfs) => symlinkSync('/etc/shadow', join(rootfs, 'way/shadow')),
  },
  {
    name: 'a name that is a path',
    path: () => `/way/..%2f..%2f${outside}/secret`,
  },
]

describe('a way out of the root file system', () => {
  beforeAll(() => {
    for (const { rootfs } of both()) {
      mkdirSync(join(rootfs, 'way'))
      for (const { prepare } of escapes) prepare?.(rootfs)
    }
  })

  it.each(escapes)('by $name leads nowhere, running and stopped', async ({ path }) => {
    const to = join(engine.folder, 'stolen')
    for (const { key } of both()) {
      await expect(textOf(key, path())).rejects.toMatchObject({
        code: expect.stringMatching(/NotFound|InvalidArgument/),
      })
      await expect(call('files.list', { key, path: join(path(), '..', 'x') })).rejects.toBeDefined()
      await expect(call('files.download', { key, path: path(), to, transfer: 't' })).rejects.toBeDefined()
      await expect(
        call('files.delete', { key, path: `${path()}/.././secret`, transfer: 't' }),
      ).rejects.toBeDefined()
      expect(existsSync(to)).toBe(false)
      expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe(secret)
      expect(readdirSync(outside)).toEqual(['secret'])
    }
  })

  it('by a name of several parts is no argument at all', async () => {
    const { key } = running
    for (const name of ['../x', '..', '.', 'a/b', '', 'a\0']) {
      await expect(call('files.details', { key, path: '/', names: [name] })).rejects.toMatchObject({
        code: 'BadArgument',
      })
      await expect(
        call('files.upload', {
          key,
          path: '/',
          name,
          from: join(outside, 'secret'),
          replace: true,
          transfer: 't',
        }),
      ).rejects.toMatchObject({ code: 'BadArgument' })
    }
  })

  it('is not taken by an upload through a link, nor over one', async () => {
    const from = join(engine.folder, 'fresh')
    writeFileSync(from, 'fresh')
    for (const { key, rootfs } of both()) {
      await expect(
        call('files.upload', {
          key,
          path: '/way/directory',
          name: 'new',
          from,
          replace: true,
          transfer: 't',
        }),
      ).rejects.toMatchObject({ code: 'NotFound' })
      await call('files.upload', { key, path: '/way', name: 'absolute', from, replace: true, transfer: 't' })
      expect(lstatSync(join(rootfs, 'way/absolute')).isFile()).toBe(true)
      expect(readFileSync(join(rootfs, 'way/absolute'), 'utf8')).toBe('fresh')
      expect(readdirSync(outside)).toEqual(['secret'])
      expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe(secret)
    }
  })

  it('is not taken by a deletion: of links the links alone go', async () => {
    for (const { key, rootfs } of both()) {
      mkdirSync(join(rootfs, 'gone/below'), { recursive: true })
      symlinkSync(outside, join(rootfs, 'gone/below/out'))
      symlinkSync(join(outside, 'secret'), join(rootfs, 'gone/secret'))
      expect(await call('files.delete', { key, path: '/gone', transfer: 't' })).toEqual({ entries: 4 })
      expect(existsSync(join(rootfs, 'gone'))).toBe(false)
      await call('files.delete', { key, path: '/way/directory', transfer: 't' })
      expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe(secret)
    }
  })

  it('does not open by swapping a directory for a link again and again', async () => {
    const { key, rootfs } = stopped
    mkdirSync(join(rootfs, 'swap'))
    mkdirSync(join(rootfs, 'swap/real'))
    writeFileSync(join(rootfs, 'swap/real/secret'), 'inside')
    symlinkSync(outside, join(rootfs, 'swap/link'))
    const over = new AbortController()
    const swapping = (async () => {
      while (!over.signal.aborted) {
        for (const name of ['real', 'link']) {
          renameSync(join(rootfs, 'swap', name), join(rootfs, 'swap/now'))
          await new Promise((resolve) => setImmediate(resolve))
          renameSync(join(rootfs, 'swap/now'), join(rootfs, 'swap', name))
        }
      }
    })()
    let read = 0
    for (let round = 0; round < 300; round += 1) {
      const text = await textOf(key, '/swap/now/secret').catch(() => null)
      if (text === null) continue
      expect(text).toBe('inside')
      read += 1
    }
    over.abort()
    await swapping
    expect(read).toBeGreaterThan(0)
  })
})

describe('an upload', () => {
  it('is whole, root’s own with the permissions it had, and asks before it replaces', async () => {
    const from = join(engine.folder, 'tool.sh')
    writeFileSync(from, '#!/bin/sh\necho tool\n')
    chmodSync(from, 0o4755)
    for (const { key, rootfs } of both()) {
      const wanted = { key, path: '/srv', name: 'tool', from, transfer: 't' }
      expect(await call('files.upload', { ...wanted, replace: false })).toEqual({ bytes: 20 })
      const stats = statSync(join(rootfs, 'srv/tool'))
      expect([stats.mode & 0o7777, stats.uid, stats.gid]).toEqual([0o755, 0, 0])
      writeFileSync(join(rootfs, 'srv/tool'), 'mine')
      await expect(call('files.upload', { ...wanted, replace: false })).rejects.toMatchObject({
        code: 'Exists',
      })
      expect(readFileSync(join(rootfs, 'srv/tool'), 'utf8')).toBe('mine')
      await call('files.upload', { ...wanted, replace: true })
      expect(readFileSync(join(rootfs, 'srv/tool'), 'utf8')).toContain('echo tool')
      await expect(
        call('files.upload', { ...wanted, name: 'srv', path: '/', replace: true }),
      ).rejects.toMatchObject({
        message: expect.stringContaining('is a directory'),
      })
    }
  })

  it('that fails or is cancelled leaves what was there, and nothing else', async () => {
    const { key } = running
    const from = join(engine.folder, 'large')
    execFileSync('truncate', ['--size', '200M', from])
    const pieces = join(engine.folder, 'small')
    writeFileSync(pieces, 'before')
    execFileSync('runc', ['--root', engine.runcRoot, 'exec', 'files-web', 'sh', '-c', 'mkdir /data/full'])
    await call('files.upload', {
      key,
      path: '/data/full',
      name: 'file',
      from: pieces,
      replace: false,
      transfer: 't',
    })
    const cancel = new AbortController()
    const late = engine.client.call(
      'files.upload',
      { key, path: '/data/full', name: 'file', from, replace: true, transfer: 'late' },
      { signal: cancel.signal },
    )
    engine.client.on('files.progress', ({ transfer }) => {
      if (transfer === 'late') cancel.abort()
    })
    await expect(late).rejects.toMatchObject({ code: 'Cancelled' })
    expect(await namesIn(key, '/data/full')).toEqual(['file'])
    expect(await textOf(key, '/data/full/file')).toBe('before')
    for (const source of [engine.folder, '/dev/zero', join(engine.folder, 'absent')]) {
      await expect(
        call('files.upload', { key, path: '/data', name: 'f', from: source, replace: true, transfer: 't' }),
      ).rejects.toMatchObject({ message: expect.stringContaining(source) })
    }
    await expect(
      call('files.upload', { key, path: '/sys', name: 'f', from: pieces, replace: true, transfer: 't' }),
    ).rejects.toMatchObject({ code: 'PermissionDenied' })
    expect(existsSync(join(running.rootfs, 'data/full'))).toBe(false)
  })

  it('does not take away what is mounted under its name', async () => {
    const { key } = running
    const from = join(engine.folder, 'small')
    const wanted = { key, path: '/etc', name: 'bound', from, replace: true, transfer: 't' }
    await expect(call('files.upload', wanted)).rejects.toMatchObject({
      message: expect.stringContaining('Something is mounted at /etc/bound'),
    })
    expect((await call('files.list', { key, path: '/etc' })).mounts).toEqual(['bound'])
    expect(await textOf(key, '/etc/bound')).toBe('bound')
  })
})

describe('a download', () => {
  it('is whole, with progress, and replaces only when it is', async () => {
    const to = join(engine.folder, 'downloaded')
    writeFileSync(to, 'old')
    for (const { key } of both()) {
      const { bytes } = await call('files.download', { key, path: '/bin/sh', to, transfer: 't' })
      expect(bytes).toBe(statSync('/bin/busybox').size)
      expect(readFileSync(to).equals(readFileSync('/bin/busybox'))).toBe(true)
    }
    writeFileSync(to, 'old')
    await expect(
      call('files.download', { key: running.key, path: '/absent', to, transfer: 't' }),
    ).rejects.toMatchObject({ code: 'NotFound' })
    expect(readFileSync(to, 'utf8')).toBe('old')
    await expect(
      call('files.download', { key: running.key, path: '/bin/sh', to: '/proc/x', transfer: 't' }),
    ).rejects.toMatchObject({ message: expect.stringContaining('/proc cannot be written to') })
    expect(readdirSync(engine.folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('of a directory is an archive, with links as links and nothing opened', async () => {
    const to = join(engine.folder, 'srv.tar')
    const { bytes } = await call('files.download', { key: stopped.key, path: '/srv', to, transfer: 't' })
    expect(bytes).toBe(statSync(to).size)
    const listed = execFileSync('tar', ['--list', '--verbose', '--file', to], { encoding: 'utf8' })
    expect(listed).toMatch(/^l.* \.\/to-file -> \/bin\/busybox$/m)
    expect(listed).toMatch(/^p.* \.\/fifo$/m)
    expect(listed).toMatch(/^c.* \.\/zero$/m)
  })
})

describe('a deletion', () => {
  it('says before what it takes', async () => {
    for (const { key, rootfs } of both()) {
      mkdirSync(join(rootfs, 'tree/a/b'), { recursive: true })
      for (const name of ['one', 'a/two', 'a/b/three']) writeFileSync(join(rootfs, 'tree', name), 'xxxx')
      const losses = await call('files.losses', { key, path: '/tree' })
      expect(losses).toMatchObject({ kind: 'd', entries: 6, isCut: false, problem: null })
      expect(losses.bytes).toBeGreaterThanOrEqual(12)
      expect(await call('files.delete', { key, path: '/tree', transfer: 't' })).toEqual({ entries: 6 })
      expect(existsSync(join(rootfs, 'tree'))).toBe(false)
      for (const path of ['/', '//', '/.', '/..', '/tree/../..']) {
        await expect(call('files.delete', { key, path, transfer: 't' })).rejects.toBeDefined()
      }
    }
  })

  it('leaves what is mounted, and all around it', async () => {
    const { key } = running
    for (const path of ['/data', '/dev', '/proc', '/etc', '/etc/bound']) {
      expect((await call('files.losses', { key, path })).problem).toContain('Something is mounted at')
      await expect(call('files.delete', { key, path, transfer: 't' })).rejects.toMatchObject({
        message: expect.stringContaining('Something is mounted at'),
      })
    }
    expect(await namesIn(key, '/dev')).toContain('pts')
    expect((await call('files.list', { key, path: '/' })).mounts).toContain('data')
    expect(await textOf(key, '/etc/bound')).toBe('bound')
    expect(await namesIn(key, '/etc')).toContain('passwd')
  })

  it('that cannot be finished says what is left', async () => {
    const { key, rootfs } = stopped
    mkdirSync(join(rootfs, 'kept/below'), { recursive: true })
    writeFileSync(join(rootfs, 'kept/first'), '')
    writeFileSync(join(rootfs, 'kept/below/fixed'), '')
    const isFixed = fix(join(rootfs, 'kept/below/fixed'), '+i')
    if (!isFixed) return
    await expect(call('files.delete', { key, path: '/kept', transfer: 't' })).rejects.toMatchObject({
      message: expect.stringMatching(
        /^\/kept\/below\/fixed cannot be deleted: .*One entry was deleted, the rest is left\.$/,
      ),
    })
    fix(join(rootfs, 'kept/below/fixed'), '-i')
    expect(readdirSync(join(rootfs, 'kept'))).toEqual(['below'])
  })
})

/** False where the file system has no such flag. */
function fix(path: string, flag: string): boolean {
  try {
    execFileSync('chattr', [flag, path], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe('changes against the image', () => {
  it('are not spoken of without one', async () => {
    for (const { key } of both()) expect(await call('files.changes', { key })).toBeNull()
  })

  it('are told of an overlay: added, changed and deleted', async () => {
    const folder = join(engine.folder, 'overlay')
    mkdirSync(folder)
    // Where files lie on an overlay themselves, another one takes only this for its upper directory.
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder])
    try {
      for (const name of ['lower', 'upper', 'work', 'merged']) mkdirSync(join(folder, name))
      const template = makeBundle(join(folder, 'template'))
      execFileSync('cp', ['-a', `${template}/rootfs/.`, join(folder, 'lower')])
      mkdirSync(join(folder, 'lower/srv'))
      for (const name of ['kept', 'changed', 'deleted']) writeFileSync(join(folder, 'lower/srv', name), name)
      const options = `lowerdir=${folder}/lower,upperdir=${folder}/upper,workdir=${folder}/work`
      execFileSync('mount', ['-t', 'overlay', 'overlay', '-o', options, join(folder, 'merged')])
      const bundle = makeBundle(join(folder, 'bundle'), { rootfs: join(folder, 'merged') })
      const { key } = await call('containers.create', { id: 'files-layered', bundle })
      await call('containers.start', { key })
      const script = 'echo x >> /srv/changed; mkdir /srv/new; echo y > /srv/new/file; busybox rm /srv/deleted'
      execFileSync('runc', ['--root', engine.runcRoot, 'exec', 'files-layered', 'sh', '-c', script])
      const told = await call('files.changes', { key })
      const below = told?.changes.filter(({ path }) => path.startsWith('/srv'))
      expect(below).toEqual([
        { path: '/srv/changed', change: 'changed' },
        { path: '/srv/deleted', change: 'deleted' },
        { path: '/srv/new', change: 'added' },
        { path: '/srv/new/file', change: 'added' },
      ])
      await call('containers.stop', { key, graceMs: 0 })
      expect(await call('files.changes', { key })).toEqual(told)
      const { signal } = new AbortController()
      expect(await readChanges(join(folder, 'merged'), signal, 0)).toEqual({ changes: [], isCut: true })
      await call('containers.delete', { key, force: true })
    } finally {
      execFileSync('umount', ['--recursive', folder])
      rmSync(folder, { recursive: true })
    }
  })
})

describe('an overlay that a container mounts itself', () => {
  it('is not taken for its own: what is in the directories that it names is not told', async () => {
    const id = 'files-rogue'
    const bundle = makeBundle(join(engine.folder, `bundle-${id}`), {
      edit: (config) => {
        const all = ['CAP_SYS_ADMIN', 'CAP_DAC_OVERRIDE']
        Object.assign(config.process, {
          capabilities: { bounding: all, permitted: all, effective: all },
        })
        config.mounts.push({ destination: '/tmp', type: 'tmpfs', source: 'tmpfs', options: ['rw'] })
      },
    })
    const { key } = await call('containers.create', { id, bundle })
    await call('containers.start', { key })
    const options = `lowerdir=/bin,upperdir=${outside},workdir=/tmp/work`
    const script = `busybox mkdir -p ${outside} /tmp/work && busybox mount -t overlay -o ${options} overlay /`
    execFileSync('runc', ['--root', engine.runcRoot, 'exec', id, 'sh', '-c', script])
    const pid = (await rowOf(engine.client, id))?.pid ?? null
    expect(overlayOf(rootMount(await readMounts({ pid, rootfs: '' })))?.upper).toBe(outside)
    expect(await call('files.changes', { key })).toBeNull()
    await call('containers.delete', { key, force: true })
  })
})

describe('a directory of many', () => {
  it('is told whole, and cut with a word beyond half a million', async () => {
    const { key, rootfs } = stopped
    mkdirSync(join(rootfs, 'many'))
    writeFileSync(join(rootfs, 'many/0'), '')
    for (let number = 1; number < 20_000; number += 1) {
      linkSync(join(rootfs, 'many/0'), join(rootfs, `many/${number}`))
    }
    const { names, kinds, isCut } = await call('files.list', { key, path: '/many' })
    expect([names.split('/').length, kinds, isCut]).toEqual([20_000, 'f'.repeat(20_000), false])
    expect(new Set(names.split('/')).size).toBe(20_000)
    expect(await call('files.delete', { key, path: '/many', transfer: 't' })).toEqual({ entries: 20_001 })
  })
})

describe('a container of somebody else', () => {
  it('can be looked at, running, and changed: it is only runc’s that nobody may act on', async () => {
    const bundle = makeBundle(join(engine.folder, 'bundle-foreign'))
    execFileSync('runc', ['--root', engine.runcRoot, 'run', '-d', '-b', bundle, 'files-foreign'], {
      stdio: 'ignore',
    })
    const key = engine.keyOf('files-foreign')
    expect(await textOf(key, '/etc/passwd')).toContain('root:x:0:0')
    expect(readlinkSync(join(bundle, 'rootfs/bin/sh'))).toBe('busybox')
    await call('files.upload', {
      key,
      path: '/tmp',
      name: 'f',
      from: join(engine.folder, 'small'),
      replace: false,
      transfer: 't',
    })
    expect(readFileSync(join(bundle, 'rootfs/tmp/f'), 'utf8')).toBe('before')
    // Another user could have written where its root file system is: then it is only looked at.
    chownSync(join(engine.runcRoot, 'files-foreign'), 1234, 1234)
    // What has not changed is not read again.
    utimesSync(join(engine.runcRoot, 'files-foreign/state.json'), 1, 1)
    expect(await namesIn(key, '/tmp')).toEqual(['f'])
    await expect(call('files.delete', { key, path: '/tmp/f', transfer: 't' })).rejects.toMatchObject({
      code: 'PermissionDenied',
      message: expect.stringContaining('User 1234'),
    })
    await expect(
      call('files.upload', { key, path: '/tmp', name: 'g', from: bound, replace: false, transfer: 't' }),
    ).rejects.toMatchObject({ code: 'PermissionDenied' })
    chownSync(join(engine.runcRoot, 'files-foreign'), 0, 0)
    utimesSync(join(engine.runcRoot, 'files-foreign/state.json'), 2, 2)
  })
})
