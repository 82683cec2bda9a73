/** A grid into a PNG file with its settings inside, and the form back out of such a file. */

import type { ErrorInfo } from '../../../contract/errors.ts';
import { StudioError } from '../../../contract/errors.ts';
import type { EncodedSheet } from '../../../contract/imageWorker.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { encodeSheet, readPngText } from '../../../session/imageClient.ts';
import { notify } from '../../../session/noticesStore.ts';
import { nativeSize } from '../../../session/studioStore.ts';
import { useLibrary } from '../../library/libraryStore.ts';
import { formOf } from '../compareForm.ts';
import type { Grid } from '../compareState.ts';
import { editCompare, tellFileError } from '../compareStore.ts';
import { type GridTextError, gridPngText, readGridText } from '../compareText.ts';
import { cellsOf } from './compareCells.ts';
import { type GridItem, gridItems, isAdapter } from './compareLibrary.ts';
import { gridSheet } from './compareSheet.ts';
import type { DrawnGrid } from './gridSettings.ts';

const PROBLEMS: Record<GridTextError, ErrorInfo> = {
  absent: {
    code: 'bad-setting',
    message: 'This PNG holds no grid’s settings.',
    advice: 'Take one that was saved here with “Save grid as PNG”, and that no other program wrote anew.',
  },
  damaged: {
    code: 'bad-setting',
    message: 'The settings inside this PNG cannot be used here.',
    advice: 'They are damaged, or of another version of the studio. Set up the grid by hand.',
  },
};

/** The grid as one PNG with its labels, and its settings inside; null where that failed, and the store says why. */
export async function exportGrid({ drawn, cells }: Grid): Promise<EncodedSheet | null> {
  tellFileError(null);
  try {
    const pngs = cells.map(({ picture }) => picture?.png ?? null);
    return await encodeSheet(gridSheet(drawn, cells, pngs), gridPngText(drawn));
  } catch (error) {
    tellFileError(errorInfoOf(error));
    return null;
  }
}

/** Fills the form with the settings inside a grid's PNG; a failure is shown from the store. */
export async function openGridFile(file: Blob): Promise<void> {
  tellFileError(null);
  try {
    const read = readGridText(await readPngText(file));
    if (typeof read === 'string') throw new StudioError(PROBLEMS[read]);
    const { adapters, embeddings } = useLibrary.getState();
    const library = gridItems([...adapters, ...embeddings]);
    editCompare(formOf(read, nativeSize(), library));
    tellMissing(read, library);
  } catch (error) {
    tellFileError(errorInfoOf(error));
  }
}

function tellMissing(drawn: DrawnGrid, library: readonly GridItem[]): void {
  const cells = cellsOf(drawn);
  const adapters = cells.flatMap(({ adapters: wanted }) => wanted.map(({ name }) => name));
  const words = cells.flatMap(({ subject }) => (subject?.kind === 'word' ? [subject.name] : []));
  const named = (items: readonly GridItem[]) => items.map(({ name }) => name);
  tellMissingOf('adapter', adapters, named(library.filter(isAdapter)));
  tellMissingOf('word', words, named(library.filter((item) => !isAdapter(item))));
}

function tellMissingOf(kind: string, wanted: readonly string[], present: readonly string[]): void {
  const missing = [...new Set(wanted)].filter((name) => !present.includes(name)).map((name) => `“${name}”`);
  if (missing.length === 0) return;
  const names = missing.join(', ');
  notify(
    missing.length === 1
      ? `The ${kind} ${names} is not in the library.`
      : `The ${kind}s ${names} are not in the library.`,
    'The grid’s other settings were taken over.',
  );
}
