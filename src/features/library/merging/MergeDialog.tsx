/** A mix of adapters with their weights, made into one adapter. */
import { type FormEvent, useId, useState } from 'react';
import type { ErrorInfo } from '../../../contract/errors.ts';
import { msg } from '../../../contract/message.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import { TextField } from '../../../kit/fields/TextField.tsx';
import { t } from '../../../kit/language/t.ts';
import type { AdapterChoice } from '../adapterChoice.ts';
import styles from '../LibraryPanel.module.css';
import { LIBRARY_HELP } from '../libraryHelp.ts';
import { useLibrary } from '../libraryStore.ts';
import { AdapterFields } from './AdapterFields.tsx';
import { mergedRank, mergeIntoOne } from './adapterMerge.ts';

const FIRST_NAME = msg('Mix');

export function MergeDialog({ onClose }: { onClose: () => void }) {
  const newest = useLibrary.getState().adapters.slice(0, 2);
  const [choices, setChoices] = useState<readonly AdapterChoice[]>(newest.map(({ id }) => ({ id, weight: 1 })));
  const [name, setName] = useState(() => t(FIRST_NAME));
  const [merging, setMerging] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const form = useId();
  const rank = mergedRank(choices);
  const merge = async (event: FormEvent) => {
    event.preventDefault();
    setMerging(true);
    setError(null);
    const merged = await mergeIntoOne(name.trim() || t(FIRST_NAME), choices);
    setMerging(false);
    if (merged.ok) onClose();
    else setError(merged.error);
  };
  return (
    <Dialog
      title={t('Merge into one')}
      description={
        <p>{t('The new adapter draws exactly what these draw together. The ones it is made of stay as they are.')}</p>
      }
      onClose={onClose}
      actions={
        <>
          <Button kind="main" type="submit" form={form} disabled={merging || rank === 0}>
            {t('Merge')}
          </Button>
          <Button onClick={onClose}>{t('Cancel')}</Button>
        </>
      }
    >
      <form id={form} className={styles.mergeForm} onSubmit={(event) => void merge(event)}>
        <AdapterFields withCheckpoints={false} choices={choices} onEdit={setChoices} />
        <TextField
          label={t('Name')}
          about={LIBRARY_HELP.mergedName}
          value={name}
          onChange={setName}
          hint={rankHint(rank)}
        />
      </form>
      {error && <ErrorNote error={error} />}
    </Dialog>
  );
}

function rankHint(rank: number): string {
  return rank === 0
    ? t('Choose at least one adapter with a weight.')
    : t('It will have rank {rank}: the ranks of its parts add up.', { rank });
}
