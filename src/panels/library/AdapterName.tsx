/** An adapter's name, and the field in which it is changed. */
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { renameAdapter } from '../../stores/libraryStore.ts';
import styles from './LibraryPanel.module.css';

interface AdapterNameProps {
  id: string;
  name: string;
  editing: boolean;
  onDone: () => void;
}

export function AdapterName({ editing, ...rest }: AdapterNameProps) {
  return editing ? <NameForm {...rest} /> : <h2 className={styles.name}>{rest.name}</h2>;
}

function NameForm({ id, name, onDone }: Omit<AdapterNameProps, 'editing'>) {
  const [typed, setTyped] = useState(name);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void renameAdapter(id, typed);
    onDone();
  };
  const leaveOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onDone();
  };
  return (
    <form className={styles.nameForm} onSubmit={save}>
      <input
        aria-label={`New name for ${name}`}
        value={typed}
        maxLength={80}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={leaveOnEscape}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for this field
        autoFocus
      />
      <Button type="submit">Save</Button>
    </form>
  );
}
