/** Keeps the comparison's last grid, and reads it back. */

import { keep, readKept } from '../../session/noticesStore.ts';
import { type CompareCellRecord, type CompareRecord, compareRecords } from './compareRecords.ts';
import type { DrawnGrid } from './grid/gridSettings.ts';

/** A grid with those of its pictures that are kept. */
export interface KeptGrid {
  id: string;
  drawn: DrawnGrid;
  cells: Map<number, CompareCellRecord>;
}

const ofKind = <K extends CompareRecord['kind']>(records: readonly CompareRecord[], kind: K) =>
  records.filter((record): record is Extract<CompareRecord, { kind: K }> => record.kind === kind);

const GRID = 'grid';
const CELL = 'cell-';

async function readKeptGrid(): Promise<KeptGrid | null> {
  const records = await readKept(compareRecords);
  const [grid] = ofKind(records, 'grid');
  const [cells, left] = apart(ofKind(records, 'cell'), (cell) => cell.grid === grid?.grid);
  // Left by a page that ended before it had deleted them, or by a tab that drew on when another began a grid: nobody shows
  // them. What can't be deleted now is the next time.
  await compareRecords.removeSome(left.map(({ id }) => id)).catch(() => undefined);
  return grid ? { id: grid.grid, drawn: grid.drawn, cells: new Map(cells.map((cell) => [cell.index, cell])) } : null;
}

/** Those that are so, and the others. */
function apart<T>(all: readonly T[], isSo: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isSo), all.filter((one) => !isSo(one))];
}

/** Reads what is kept, and goes on hearing of grids that other tabs begin, and of their pictures. */
export async function followComparison(
  read: (kept: KeptGrid | null) => void,
  begun: (grid: KeptGrid) => void,
  drawn: (cell: CompareCellRecord) => void,
): Promise<void> {
  await compareRecords.follow(
    async () => read(await readKeptGrid()),
    ({ written }) => {
      for (const { grid, drawn: settings } of ofKind(written, 'grid')) {
        begun({ id: grid, drawn: settings, cells: new Map() });
      }
      for (const cell of ofKind(written, 'cell')) drawn(cell);
    },
  );
}

/** Keeps a new grid in place of the last one, whose pictures go after it: without it nobody shows them. */
export async function keepGrid(id: string, drawn: DrawnGrid): Promise<void> {
  await keep(async () => {
    await compareRecords.write({ kind: 'grid', id: GRID, grid: id, drawn });
    const others = (other: string) => other.startsWith(CELL) && !other.startsWith(`${CELL}${id} `);
    await compareRecords.removeSome((await compareRecords.ids()).filter(others));
  });
}

export async function keepCell(cell: Pick<CompareCellRecord, 'grid' | 'index' | 'png' | 'seconds'>): Promise<void> {
  await keep(() => compareRecords.write({ kind: 'cell', id: `${CELL}${cell.grid} ${cell.index}`, ...cell }));
}
