/** A mix of adapters with their weights, made into one adapter. */
import { type FormEvent, useId, useState } from 'react';
import type { StudioFault } from '../../../workers/protocol.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { TextField } from '../../components/TextField.tsx';
import { mergedRank, mergeIntoOne } from '../../stores/adapterMerge.ts';
import type { AdapterChoice } from '../../stores/drawing.ts';
import { useLibrary } from '../../stores/libraryStore.ts';
import { LIBRARY_WORDS } from '../../words/libraryWords.ts';
import { AdapterFields } from '../drawing/AdapterFields.tsx';
import styles from './LibraryPanel.module.css';

const FIRST_NAME = 'Mix';

export function MergeDialog({ onClose }: { onClose: () => void }) {
  const newest = useLibrary.getState().adapters.slice(0, 2);
  const [choices, setChoices] = useState<readonly AdapterChoice[]>(newest.map(({ id }) => ({ id, weight: 1 })));
  const [name, setName] = useState(FIRST_NAME);
  const [merging, setMerging] = useState(false);
  const [fault, setFault] = useState<StudioFault | null>(null);
  const form = useId();
  const rank = mergedRank(choices);
  const merge = async (event: FormEvent) => {
    event.preventDefault();
    setMerging(true);
    setFault(null);
    const merged = await mergeIntoOne(name.trim() || FIRST_NAME, choices);
    setMerging(false);
    if (merged.ok) onClose();
    else setFault(merged.fault);
  };
  return (
    <Dialog
      title="Merge into one"
      description={
        <p>The new adapter draws exactly what these draw together. The ones it is made of stay as they are.</p>
      }
      onClose={onClose}
      actions={
        <>
          <Button kind="main" type="submit" form={form} disabled={merging || rank === 0}>
            Merge
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <form id={form} className={styles.mergeForm} onSubmit={(event) => void merge(event)}>
        <AdapterFields withCheckpoints={false} choices={choices} onEdit={setChoices} />
        <TextField
          label="Name"
          about={LIBRARY_WORDS.mergedName}
          value={name}
          onChange={setName}
          hint={rankHint(rank)}
        />
      </form>
      {fault && <FaultNote fault={fault} />}
    </Dialog>
  );
}

function rankHint(rank: number): string {
  return rank === 0
    ? 'Choose at least one adapter with a weight.'
    : `It will have rank ${rank}: the ranks of its parts add up.`;
}
