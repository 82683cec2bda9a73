/** Which adapters to draw with, and how strongly each acts. */
import { Plus } from 'lucide-react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { Rich } from '../../../kit/language/Rich.tsx';
import { t } from '../../../kit/language/t.ts';
import { own } from '../../../kit/records/own.ts';
import type { AdapterChoice } from '../adapterChoice.ts';
import { useFit } from '../adapterFit.ts';
import { stepsOf } from '../checkpoints/checkpointState.ts';
import { useCheckpoints } from '../checkpoints/checkpoints.ts';
import { useLibrary } from '../libraryStore.ts';
import { AdapterRow } from './AdapterRow.tsx';

interface AdapterFieldsProps {
  choices: readonly AdapterChoice[];
  onEdit: (choices: readonly AdapterChoice[]) => void;
  /** Whether a checkpoint may be chosen in place of the finished adapter. */
  withCheckpoints: boolean;
  /** What is to be said of the first. */
  note?: string | null;
}

export function AdapterFields({ choices, onEdit, withCheckpoints, note = null }: AdapterFieldsProps) {
  const adapters = useLibrary((state) => state.adapters);
  const checkpoints = useCheckpoints();
  const fitErrors = useFit((state) => state.fitErrors);
  // An adapter that was deleted meanwhile is none.
  const rows = choices.filter(({ id }) => adapters.some((adapter) => adapter.id === id));
  const free = adapters.filter(({ id }) => !rows.some((row) => row.id === id));
  const next = free[0];
  const replace = (index: number, row: AdapterChoice | null) =>
    onEdit(row ? [...rows.slice(0, index), row, ...rows.slice(index + 1)] : rows.filter((_, other) => other !== index));
  const named = (choice: AdapterChoice | null) => adapters.filter(({ id }) => id === choice?.id);
  return (
    <>
      {(rows.length === 0 ? [null] : rows).map((row, index) => (
        <AdapterRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place, whichever adapter stands in it
          key={index}
          place={index}
          choice={row}
          options={[...named(row), ...free]}
          steps={row && withCheckpoints ? stepsOf(checkpoints, row.id) : []}
          warning={row && own(fitErrors, row.id)}
          onChange={(changed) => replace(index, changed)}
          hint={
            adapters.length === 0 ? (
              <Rich
                text={t('There is none yet: <a>teach the model your fabric</a> first.')}
                parts={{ a: (text) => <a href="#/train">{text}</a> }}
              />
            ) : (
              index === 0 && note
            )
          }
        />
      ))}
      {rows.length > 0 && next && (
        <Button kind="quiet" onClick={() => onEdit([...rows, { id: next.id, weight: 1 }])}>
          <Plus aria-hidden size={16} />
          {t('Add another adapter')}
        </Button>
      )}
    </>
  );
}
