// One more runc root, by its path: watched from now on, also before it exists.
import { useState } from 'react'
import { addRoot } from '../../../stores/roots.ts'
import { Button } from '../../../ui/Button.tsx'
import { toErrorInfo } from '../../../ui/error-text.ts'
import { TextField } from '../../../ui/Field.tsx'

export function AddRoot() {
  const [path, setPath] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const typed = path.trim()

  async function add(): Promise<void> {
    if (!typed.startsWith('/')) {
      setProblem('An absolute path is needed.')
      return
    }
    setIsBusy(true)
    try {
      await addRoot(typed)
      setPath('')
      setProblem(null)
    } catch (error) {
      setProblem(toErrorInfo(error).message)
    } finally {
      setIsBusy(false)
    }
  }

  return (
    <form
      className="border-t border-line px-3 pt-2 pb-1"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <TextField
        label="Another root"
        isCode
        value={path}
        onChange={(next) => {
          setPath(next)
          setProblem(null)
        }}
        placeholder="/run/user/1000/runc"
        problem={problem}
        help="Watched from now on, also before it exists."
      >
        <Button type="submit" isBusy={isBusy} reason={typed === '' ? 'Its path is needed.' : null}>
          Add
        </Button>
      </TextField>
    </form>
  )
}
