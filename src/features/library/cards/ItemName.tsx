/** An item's name, and the field in which it is changed. */
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { t } from '../../../kit/language/t.ts';
import styles from '../LibraryPanel.module.css';
import type { LibraryItem } from '../libraryState.ts';
import { renameWithUndo } from './renameWithUndo.ts';

interface ItemNameProps {
  item: LibraryItem;
  editing: boolean;
  onDone: () => void;
}

export function ItemName({ editing, ...rest }: ItemNameProps) {
  return editing ? <NameForm {...rest} /> : <h2 className={styles.name}>{rest.item.name}</h2>;
}

function NameForm({ item, onDone }: Omit<ItemNameProps, 'editing'>) {
  const { id, name } = item;
  const [typed, setTyped] = useState(name);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void renameWithUndo(id, typed);
    onDone();
  };
  const leaveOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onDone();
  };
  return (
    <form className={styles.nameForm} onSubmit={save}>
      <input
        aria-label={t('New name for {name}', { name })}
        value={typed}
        maxLength={80}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={leaveOnEscape}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for this field
        autoFocus
      />
      <Button type="submit">{t('Save')}</Button>
    </form>
  );
}
