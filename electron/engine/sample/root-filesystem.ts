// Lays out the sample's root file system: one busybox, its applets as links, and the few files that programs expect.
import { constants } from 'node:fs'
import { chmod, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { settleAll } from '../settle-all.ts'
import type { Busybox } from './busybox.ts'

const directories = [
  'bin',
  'sbin',
  'usr/bin',
  'usr/sbin',
  'dev',
  'etc',
  'home',
  'proc',
  'root',
  'sys',
  'tmp',
  'var/log',
] as const

const profile = `# Read by login shells.
export PS1='\\u@\\h:\\w\\$ '
alias ll='ls -la'
`

export async function layRootFilesystem(root: string, busybox: Busybox, hostname: string): Promise<void> {
  await settleAll(directories.map((directory) => mkdir(join(root, directory), { recursive: true })))
  const files: Record<string, string> = {
    'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n',
    'etc/group': 'root:x:0:\ntty:x:5:\nnobody:x:65534:\n',
    'etc/hostname': `${hostname}\n`,
    'etc/hosts': `127.0.0.1 localhost ${hostname}\n::1 localhost\n`,
    'etc/os-release':
      'ID=runc-desktop-sample\nNAME="Runc Desktop sample"\nPRETTY_NAME="Runc Desktop sample"\n',
    'etc/profile': profile,
  }
  await settleAll([
    // A copy, never a hard link: root in the container could write to this machine's own busybox through it.
    copyFile(busybox.path, join(root, 'bin/busybox'), constants.COPYFILE_FICLONE).then(() =>
      chmod(join(root, 'bin/busybox'), 0o755),
    ),
    chmod(join(root, 'tmp'), 0o1777),
    ...Object.entries(files).map(([path, text]) => writeFile(join(root, path), text)),
    ...busybox.applets
      .filter((applet) => applet !== 'bin/busybox')
      .map((applet) => symlink(linkTarget(applet), join(root, applet))),
  ])
}

/** Relative, so that the links hold from outside the container too. */
function linkTarget(applet: string): string {
  const up = dirname(applet)
    .split('/')
    .map(() => '..')
    .join('/')
  return applet.startsWith('bin/') ? 'busybox' : `${up}/bin/busybox`
}
