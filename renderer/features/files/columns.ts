// The columns of the table of files: they give way, the last first, where there is little room.

export const heights = { head: 28, row: 28 } as const

/** Name, size, modified, owner, mode, actions. */
export const gridLook =
  'grid grid-cols-[minmax(0,1fr)_76px_88px] @min-[560px]:grid-cols-[minmax(0,1fr)_76px_148px_88px] @min-[720px]:grid-cols-[minmax(0,1fr)_76px_148px_104px_88px] @min-[840px]:grid-cols-[minmax(0,1fr)_76px_148px_104px_100px_88px]'
export const fromMedium = 'hidden @min-[560px]:flex'
export const fromWide = 'hidden @min-[720px]:flex'
export const fromWidest = 'hidden @min-[840px]:flex'
