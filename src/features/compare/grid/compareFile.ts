/** A grid into a PNG file with its settings inside, and the form back out of such a file. */

import type { ErrorInfo } from '../../../contract/errors.ts';
import { StudioError } from '../../../contract/errors.ts';
import type { EncodedSheet } from '../../../contract/imageWorker.ts';
import { t } from '../../../kit/language/t.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { encodeSheet, readPngText } from '../../../session/imageClient.ts';
import { nativeSize } from '../../../session/studioStore.ts';
import { tellMissing } from '../../library/knownAdapters.ts';
import { libraryRead, useLibrary } from '../../library/libraryStore.ts';
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
    get message() {
      return t('This PNG holds no grid’s settings.');
    },
    get advice() {
      return t('Take one that was saved here with “Save grid as PNG”, and that no other program wrote anew.');
    },
  },
  damaged: {
    code: 'bad-setting',
    get message() {
      return t('The settings inside this PNG cannot be used here.');
    },
    get advice() {
      return t('They are damaged, or of another version of the studio. Set up the grid by hand.');
    },
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
    await libraryRead();
    const { adapters, embeddings } = useLibrary.getState();
    const library = gridItems([...adapters, ...embeddings]);
    const { form, missing } = formOf(read, nativeSize(), library);
    editCompare(form);
    const others = t('The grid’s other settings');
    tellMissing('adapter', missing, others);
    tellMissing('word', missingWords(read, library), others);
  } catch (error) {
    tellFileError(errorInfoOf(error));
  }
}

function missingWords(drawn: DrawnGrid, library: readonly GridItem[]): string[] {
  const present = new Set(library.filter((item) => !isAdapter(item)).map(({ name }) => name));
  const words = cellsOf(drawn).flatMap(({ subject }) => (subject?.kind === 'word' ? [subject.name] : []));
  return words.filter((name) => !present.has(name));
}
