/** Keeps the comparison's form and last grid, and reads them back. */

import { keep, readKept } from '../../session/noticesStore.ts';
import { type CompareForm, formRecord, keptForm } from './compareForm.ts';
import { type CompareCellRecord, type CompareRecord, compareRecords } from './compareRecords.ts';
import type { DrawnGrid } from './grid/gridSettings.ts';

export interface KeptComparison {
  form: CompareForm | null;
  grid: { id: string; drawn: DrawnGrid; cells: Map<number, CompareCellRecord> } | null;
}

const ofKind = <K extends CompareRecord['kind']>(records: readonly CompareRecord[], kind: K) =>
  records.filter((record): record is Extract<CompareRecord, { kind: K }> => record.kind === kind);

export async function readKeptComparison(): Promise<KeptComparison> {
  const records = await readKept('the comparison', () => compareRecords.readAll());
  const [form] = ofKind(records, 'form');
  const [grid] = ofKind(records, 'grid');
  const cells = ofKind(records, 'cell').filter((cell) => cell.grid === grid?.grid);
  return {
    form: form ? keptForm(form) : null,
    grid: grid ? { id: grid.grid, drawn: grid.drawn, cells: new Map(cells.map((cell) => [cell.index, cell])) } : null,
  };
}

export async function keepForm(form: CompareForm): Promise<void> {
  await keep(() => compareRecords.write(formRecord(form)));
}

/** Keeps a new grid in place of the last one, whose pictures go. */
export async function keepGrid(id: string, drawn: DrawnGrid): Promise<void> {
  await keep(async () => {
    const { records } = await compareRecords.readAll();
    for (const cell of ofKind(records, 'cell')) await compareRecords.remove(cell.id);
    await compareRecords.write({ kind: 'grid', id: 'grid', grid: id, drawn });
  });
}

export async function keepCell(cell: Pick<CompareCellRecord, 'grid' | 'index' | 'png' | 'seconds'>): Promise<void> {
  await keep(() => compareRecords.write({ kind: 'cell', id: `cell-${cell.index}`, ...cell }));
}
