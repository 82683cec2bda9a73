/** What came of the runs that a grid’s pictures are drawn with, where its axes are a sweep’s: losses and scores as of now. */
import { t } from '../../../kit/language/t.ts';
import { candidates, findAdapter } from '../../library/knownAdapters.ts';
import type { LibraryState } from '../../library/libraryState.ts';
import { resultText } from '../../library/sweeps/sweepResults.ts';
import type { CellPlan } from './compareCells.ts';
import type { GridSettings } from './gridSettings.ts';

/** Whether the grid shows a sweep. */
export const isSwept = ({ columns, rows }: Pick<GridSettings, 'columns' | 'rows'>): boolean =>
  columns.setting === 'trained' || rows?.setting === 'trained';

/** A note for each picture; empty where there is nothing to tell. */
export function cellNotes(
  drawn: Pick<GridSettings, 'columns' | 'rows'>,
  cells: readonly Pick<CellPlan, 'adapters' | 'subject' | 'absent'>[],
  { adapters, embeddings }: Pick<LibraryState, 'adapters' | 'embeddings'>,
): string[] {
  if (!isSwept(drawn)) return cells.map(() => '');
  const library = candidates(adapters);
  return cells.map(({ adapters: used, subject, absent }) => {
    if (absent) return t('no run in the library');
    const { token } = subject?.kind === 'word' ? subject : { token: null };
    const word = embeddings.find(({ embedding }) => embedding.token === token);
    const found = used
      .map((adapter) => findAdapter(adapter, library)?.record)
      .find((record) => record && !record.fewSteps);
    const item = word ?? found;
    return item ? resultText(item) : '';
  });
}
