// How the list is arranged, as a menu: what can be done with the column that it was opened on, the groups, and which
// columns there are.
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, EyeOff, MoveHorizontal, RotateCcw } from 'lucide-react'
import { arrangedColumns } from '../../../stores/list-columns.ts'
import type { SortKey } from '../../../stores/container-order.ts'
import { groupBy, resetColumns, setSort, useColumns, useGroup, useSort } from '../../../stores/list-layout.ts'
import { closeMenu } from '../../../stores/overlays.ts'
import type { OpenColumnsMenu } from '../../../stores/overlays.ts'
import { Menu, MenuItem, MenuLine } from '../../../ui/Menu.tsx'
import { MenuCheck, MenuRadio } from '../../../ui/MenuChoice.tsx'
import { drawnColumns, fitColumn, moveColumn, showColumn } from './arrange.ts'

export function ColumnsMenu({ menu }: { menu: OpenColumnsMenu }) {
  const columns = useColumns()
  const group = useGroup()
  const { crowdedOut } = drawnColumns
  return (
    <Menu
      anchor={menu.anchor}
      label={
        menu.column === null ? 'Columns' : `Column ${columns.find(({ key }) => key === menu.column)?.name}`
      }
      onClose={closeMenu}
      returnFocusTo={menu.returnFocusTo}
    >
      {menu.column !== null && <OfColumn column={menu.column} />}
      <MenuRadio
        label="Group by"
        value={group ?? 'nothing'}
        options={[
          { value: 'nothing', name: 'Nothing' },
          { value: 'owner', name: 'Owner' },
          { value: 'root', name: 'Root' },
        ]}
        onChange={(next) => groupBy(next === 'nothing' ? null : next)}
      />
      <MenuLine />
      <div className="px-3 pt-1 pb-0.5 text-caption text-text-muted">Columns</div>
      {columns.map(({ key, name, shown }) => (
        <MenuCheck
          key={key}
          isChecked={shown !== 'no'}
          isDisabled={key === 'name'}
          aside={crowdedOut.includes(key) ? 'no room' : undefined}
          onChange={(isShown) => showColumn(key, isShown)}
        >
          {name}
        </MenuCheck>
      ))}
      <MenuLine />
      <MenuItem
        icon={<RotateCcw size={14} aria-hidden />}
        reason={isFirstDay(columns) ? 'They are as on the first day.' : null}
        onSelect={resetColumns}
      >
        Reset columns
      </MenuItem>
    </Menu>
  )
}

function isFirstDay(columns: ReturnType<typeof useColumns>): boolean {
  return JSON.stringify(columns) === JSON.stringify(arrangedColumns([]))
}

function OfColumn({ column }: { column: SortKey }) {
  const sort = useSort()
  const drawn = drawnColumns.current.map(({ key }) => key)
  const place = drawn.indexOf(column)
  const isSorted = (isDescending: boolean): boolean =>
    sort.key === column && sort.isDescending === isDescending
  return (
    <>
      <MenuItem
        icon={<ArrowUp size={14} aria-hidden />}
        reason={isSorted(false) ? 'It is sorted so.' : null}
        onSelect={() => setSort({ key: column, isDescending: false })}
      >
        Sort ascending
      </MenuItem>
      <MenuItem
        icon={<ArrowDown size={14} aria-hidden />}
        reason={isSorted(true) ? 'It is sorted so.' : null}
        onSelect={() => setSort({ key: column, isDescending: true })}
      >
        Sort descending
      </MenuItem>
      <MenuLine />
      <MenuItem
        icon={<ArrowLeft size={14} aria-hidden />}
        keys="Ctrl+←"
        reason={place <= 0 ? 'It is the first one.' : null}
        onSelect={() => void moveColumn(column, -1)}
      >
        Move left
      </MenuItem>
      <MenuItem
        icon={<ArrowRight size={14} aria-hidden />}
        keys="Ctrl+→"
        reason={place === drawn.length - 1 ? 'It is the last one.' : null}
        onSelect={() => void moveColumn(column, 1)}
      >
        Move right
      </MenuItem>
      <MenuItem
        icon={<MoveHorizontal size={14} aria-hidden />}
        keys="Shift+← →"
        onSelect={() => fitColumn(column)}
      >
        Fit its content
      </MenuItem>
      <MenuItem
        icon={<EyeOff size={14} aria-hidden />}
        reason={column === 'name' ? 'A list without names says nothing.' : null}
        onSelect={() => showColumn(column, false)}
      >
        Hide column
      </MenuItem>
      <MenuLine />
    </>
  )
}
