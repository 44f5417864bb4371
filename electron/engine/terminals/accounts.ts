// The users and groups of a container, from its own /etc/passwd and /etc/group, and what a request's names mean in them.
import type { ProcessUser } from '../../runtime/index.ts'
import type { ProcessRequest } from '../../../src-shared/terminal-model.ts'
import { Refusal } from '../contract/failure.ts'
import type { InsideRoot } from '../inside/inside-root.ts'

/** Both files together; a machine with more accounts asks a directory service. */
const longestFileBytes = 1024 * 1024
/** What is shown or looked through; a made-up file may have millions. */
const mostLines = 20_000
/** uid_t and gid_t without the one that means “none”. */
const largestId = 2 ** 32 - 2

export interface Account {
  name: string
  uid: number
  gid: number
  home: string
  shell: string
}

export interface Group {
  name: string
  gid: number
  members: string[]
}

export interface Accounts {
  users: Account[]
  groups: Group[]
}

export const noAccounts: Accounts = { users: [], groups: [] }

export async function readAccounts(inside: InsideRoot): Promise<Accounts> {
  const passwd = (await inside.read('/etc/passwd', longestFileBytes)) ?? ''
  const group = (await inside.read('/etc/group', longestFileBytes)) ?? ''
  return { users: parseUsers(passwd), groups: parseGroups(group) }
}

export function parseUsers(text: string): Account[] {
  return lines(text).flatMap((fields) => {
    const [name = '', , uidText, gidText, , home = '', shell = ''] = fields
    const [uid, gid] = [readId(uidText), readId(gidText)]
    return name === '' || uid === null || gid === null ? [] : [{ name, uid, gid, home, shell }]
  })
}

export function parseGroups(text: string): Group[] {
  return lines(text).flatMap((fields) => {
    const [name = '', , gidText, members = ''] = fields
    const gid = readId(gidText)
    const all = members.split(',').filter((member) => member !== '')
    return name === '' || gid === null ? [] : [{ name, gid, members: all }]
  })
}

/** What of a request names accounts. Null when it names none. */
export type Wanted = Pick<ProcessRequest, 'user' | 'group' | 'additionalGroups'>

export interface ResolvedUser {
  user: ProcessUser
  /** Null when the files do not know it. */
  home: string | null
}

/**
 * Names become numbers; `own` is what the container's process has, for what is not named. A user without a group gets
 * the primary one and all that list the name, as `login` would. Throws BadArgument for a name that is not there.
 */
export function resolveUser(accounts: Accounts, wanted: Wanted, own: ProcessUser): ResolvedUser | null {
  const { user, group, additionalGroups } = wanted
  if (user === null && group === null && additionalGroups.length === 0) return null
  const account = user === null ? null : findUser(accounts, user)
  const uid = account === null ? own.uid : account.uid
  const extra = additionalGroups.map((name) => findGroup(accounts, name, 'request.additionalGroups'))
  const isPlain = account !== null && group === null
  const implied = isPlain ? groupsOf(accounts, account) : []
  const gid = group !== null ? findGroup(accounts, group, 'request.group') : (account?.gid ?? own.gid)
  const inherited = account === null && own.additionalGids ? own.additionalGids : []
  const additionalGids = [...new Set([...implied, ...inherited, ...extra])].filter((other) => other !== gid)
  return { user: { uid, gid, additionalGids }, home: account?.home ?? null }
}

function findUser(
  { users }: Accounts,
  wanted: string,
): { name: string | null; uid: number; gid: number; home: string | null } {
  const uid = readId(wanted)
  const known = users.find(({ name }) => name === wanted) ?? users.find((user) => user.uid === uid)
  if (known) return { ...known, home: known.home === '' ? null : known.home }
  // runc takes numbers that no file knows; its group is then root's, as for `docker exec`.
  if (uid !== null) return { name: null, uid, gid: 0, home: null }
  throw missing(
    `There is no user “${wanted}” in the container’s /etc/passwd. A number works too.`,
    'request.user',
  )
}

function findGroup({ groups }: Accounts, wanted: string, path: string): number {
  const known = groups.find(({ name }) => name === wanted)
  const gid = known?.gid ?? readId(wanted)
  if (gid !== null) return gid
  throw missing(`There is no group “${wanted}” in the container’s /etc/group. A number works too.`, path)
}

function groupsOf({ groups }: Accounts, { name }: { name: string | null }): number[] {
  return name === null ? [] : groups.filter(({ members }) => members.includes(name)).map(({ gid }) => gid)
}

function missing(message: string, path: string): Refusal {
  return new Refusal('BadArgument', message, { detail: { path } })
}

function lines(text: string): string[][] {
  return text
    .split('\n', mostLines)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'))
}

function readId(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return null
  const id = Number(text)
  return id <= largestId ? id : null
}
