// Where runc state directories are on a machine, by who makes them. Pure: discovery.ts looks which are there.
import type { RootKind } from '../../../src-shared/model.ts'

export interface Candidate {
  /** An absolute path; a part that is `*` stands for every directory there. */
  pattern: string
  kind: RootKind
}

export interface Machine {
  uid: number
  /** Usually `/run`. */
  runDirectory: string
  /** The user's own, from XDG_RUNTIME_DIR; null when there is none. */
  userRunDirectory: string | null
}

export function candidatesOn({ uid, runDirectory, userRunDirectory }: Machine): Candidate[] {
  // Root reads what every user has; others only what is theirs.
  const users = uid === 0 ? [`${runDirectory}/user/*`] : [userRunDirectory ?? `${runDirectory}/user/${uid}`]
  const own = userRunDirectory === null ? [] : [userRunDirectory]
  return [
    ...everybody(runDirectory),
    { pattern: `${runDirectory}/crio/runc`, kind: 'cri-o' },
    ...[...new Set([...own, ...users])].flatMap(everybody),
  ]
}

/** What is below a run directory, the machine's or a user's. Docker and containerd keep a root for each namespace. */
function everybody(directory: string): Candidate[] {
  return [
    // Plain runc, and Podman and CRI-O, which drive it with its default.
    { pattern: `${directory}/runc`, kind: 'runc' },
    { pattern: `${directory}/docker/runtime-runc/*`, kind: 'docker' },
    { pattern: `${directory}/containerd/runc/*`, kind: 'containerd' },
  ]
}
