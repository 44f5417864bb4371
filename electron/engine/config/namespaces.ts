// Which namespaces a process is in, and which others are in them: the links in /proc/<pid>/ns (namespaces(7)).
import { readdir, readFile, readlink } from 'node:fs/promises'
import type { NamespaceView } from '../../../src-shared/config-contract.ts'

/** The first process of a container. */
export interface KnownProcess {
  pid: number
  id: string
}

/** By config.json's words. */
const kinds: readonly [type: string, link: string][] = [
  ['pid', 'pid'],
  ['network', 'net'],
  ['mount', 'mnt'],
  ['ipc', 'ipc'],
  ['uts', 'uts'],
  ['user', 'user'],
  ['cgroup', 'cgroup'],
  ['time', 'time'],
]

/** Told of each; more are only counted. */
const mostMembers = 50
/** A machine has a few hundred processes; each costs eight links. */
const mostProcesses = 20_000
const atOnce = 64

export async function readNamespaces(pid: number, known: readonly KnownProcess[]): Promise<NamespaceView[]> {
  const [own, machine] = await Promise.all([linksOf(pid), linksOf('self')])
  const wanted = kinds.filter(
    ([, link]) => own.get(link) !== undefined && own.get(link) !== machine.get(link),
  )
  const members = await membersOf(
    wanted.map(([, link]) => [link, own.get(link) ?? '']),
    await pids(),
  )
  const containers = new Map(known.map((one) => [one.pid, one.id]))
  return Promise.all(
    kinds.map(async ([type, link]) => {
      const inode = own.get(link)
      const found = members.get(link) ?? []
      const first = found.toSorted((one, other) => Number(other === pid) - Number(one === pid) || one - other)
      return {
        type,
        inode: inode === undefined ? null : inode.replace(/^.*\[|\]$/g, ''),
        isOfMachine: inode !== undefined && inode === machine.get(link),
        members: await Promise.all(
          first.slice(0, mostMembers).map(async (member) => ({
            pid: member,
            name: await nameOf(member),
            container: containers.get(member) ?? null,
          })),
        ),
        count: found.length,
      }
    }),
  )
}

/** Pids by the link, of those processes that are in the same namespace. */
async function membersOf(
  wanted: readonly (readonly [link: string, target: string])[],
  all: readonly number[],
): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>(wanted.map(([link]) => [link, []]))
  for (let at = 0; at < all.length; at += atOnce) {
    await Promise.all(
      all.slice(at, at + atOnce).map(async (pid) => {
        for (const [link, target] of wanted) {
          if ((await linkOf(pid, link)) === target) found.get(link)?.push(pid)
        }
      }),
    )
  }
  return found
}

async function linksOf(pid: number | 'self'): Promise<Map<string, string>> {
  const links = new Map<string, string>()
  for (const [, link] of kinds) {
    const target = await linkOf(pid, link)
    if (target !== null) links.set(link, target)
  }
  return links
}

/** Null when it has ended, or is not ours to look at, or the kernel has no such namespaces. */
function linkOf(pid: number | 'self', link: string): Promise<string | null> {
  return readlink(`/proc/${pid}/ns/${link}`).catch(() => null)
}

async function pids(): Promise<number[]> {
  const names = await readdir('/proc')
  return names
    .filter((name) => /^\d+$/.test(name))
    .slice(0, mostProcesses)
    .map(Number)
}

async function nameOf(pid: number): Promise<string> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
  return name.trimEnd()
}
