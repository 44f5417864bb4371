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
    // Plain runc, and Podman and CRI-O, which drive it with its default.
    { pattern: `${runDirectory}/runc`, kind: 'runc' },
    ...managers(runDirectory),
    { pattern: `${runDirectory}/crio/runc`, kind: 'cri-o' },
    ...[...new Set([...own, ...users])].flatMap((directory): Candidate[] => [
      { pattern: `${directory}/runc`, kind: 'runc' },
      ...managers(directory),
    ]),
  ]
}

/** Both keep a root for each namespace of containerd. */
function managers(directory: string): Candidate[] {
  return [
    { pattern: `${directory}/docker/runtime-runc/*`, kind: 'docker' },
    { pattern: `${directory}/containerd/runc/*`, kind: 'containerd' },
  ]
}
