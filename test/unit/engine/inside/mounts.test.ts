import { describe, expect, it } from 'vitest'
import { overlayOf, parseMounts, rootMount } from '../../../../electron/engine/inside/mounts.ts'

const docker = String.raw`820 626 0:57 / / rw,relatime master:240 - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/ABC:/var/lib/docker/overlay2/l/D\:E,upperdir=/var/lib/docker/overlay2/9f/diff,workdir=/var/lib/docker/overlay2/9f/work
821 820 0:60 / /proc rw,nosuid - proc proc rw
822 820 8:1 /hosts /etc/hosts ro,relatime - ext4 /dev/sda1 rw
823 820 8:1 /x /with\040space\134 rw - ext4 /dev/sda1 rw
nonsense`

describe('mountinfo', () => {
  it('says what is mounted where', () => {
    expect(parseMounts(docker).map(({ path, type, isReadOnly }) => [path, type, isReadOnly])).toEqual([
      ['/', 'overlay', false],
      ['/proc', 'proc', false],
      ['/etc/hosts', 'ext4', true],
      ['/with space\\', 'ext4', false],
    ])
  })

  it('tells the directories of an overlay', () => {
    expect(overlayOf(rootMount(parseMounts(docker)))).toEqual({
      upper: '/var/lib/docker/overlay2/9f/diff',
      lower: ['/var/lib/docker/overlay2/l/ABC', '/var/lib/docker/overlay2/l/D:E'],
    })
  })

  it('has none for what is no overlay, is read-only, or says where it lies in a way of its own', () => {
    const root = (options: string, type = 'overlay') =>
      overlayOf(rootMount(parseMounts(`1 0 0:1 / / rw - ${type} x ${options}`)))
    expect(root('rw', 'ext4')).toBeNull()
    expect(root('ro,lowerdir=/a:/b')).toBeNull()
    expect(root('rw,lowerdir=/a,upperdir=up,workdir=w')).toBeNull()
    expect(root('rw,lowerdir+=/a,lowerdir+=/b,upperdir=/u')).toEqual({ upper: '/u', lower: ['/a', '/b'] })
  })
})
