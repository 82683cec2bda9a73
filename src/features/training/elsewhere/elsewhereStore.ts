/** The bundle that is being written, and what became of the last one. One is written at a time. */
import { create } from 'zustand';
import { type ErrorInfo, StudioError, studioError } from '../../../contract/errors.ts';
import { isFull } from '../../../files/FileStore.ts';
import { chooseZipPlace, fillZip } from '../../../kit/files/zipPlace.ts';
import { t } from '../../../kit/language/t.ts';
import { errorInfoOf, isCancelled } from '../../../kit/worker/outcome.ts';
import { type Going, placeOf } from './going.ts';
import { plainName } from './run.ts';

/** Engines' names, of those that can't take the run. */
type Refusing = readonly string[];

export type Writing =
  | { state: 'idle' }
  | { state: 'writing'; done: number; total: number }
  | { state: 'written'; fileName: string; bytes: number; refusing: Refusing }
  | { state: 'failed'; error: ErrorInfo };

interface ElsewhereState {
  /** Which it is, see `placeOf`. */
  of: string | null;
  writing: Writing;
  /** Repository of the form's other base model, as typed; empty for the open model. */
  base: string;
}

export const useElsewhere = create<ElsewhereState>(() => ({ of: null, writing: { state: 'idle' }, base: '' }));

export const setBase = (base: string) => useElsewhere.setState({ base });

let current: AbortController | null = null;

/** Writes a bundle where its person says; called at a press. While another is written, nothing happens. */
export async function goOnElsewhere(going: Going): Promise<void> {
  if (current) return;
  const giveUp = new AbortController();
  current = giveUp;
  const of = placeOf(going);
  const tell = (writing: Writing) => useElsewhere.setState({ of, writing });
  try {
    const fileName = `weft-${going.sweep ? 'sweep' : 'run'}-${plainName(going.settings.adapterName)}.zip`;
    const place = await chooseZipPlace(fileName);
    if (!place) return;
    tell({ state: 'writing', done: 0, total: 0 });
    const onProgress = (done: number, total: number) => tell({ state: 'writing', done, total });
    const { plans, bytes } = await fillZip(place, async (sink) => {
      // What writes bundles is loaded when one is written.
      const { writeHere } = await import('./writing/writeHere.ts');
      return writeHere(going, sink, onProgress, giveUp.signal);
    });
    const refusing = plans.flatMap(({ engine, refusals }) => (refusals.length > 0 ? [engine.name] : []));
    tell({ state: 'written', fileName, bytes, refusing });
  } catch (error) {
    tell(isCancelled(error) ? { state: 'idle' } : { state: 'failed', error: errorInfoOf(explained(error)) });
  } finally {
    current = null;
  }
}

/** Ends the writing; nothing of the bundle stays. */
export function giveUpBundle(): void {
  current?.abort();
}

export function dismissBundle(): void {
  if (!current) useElsewhere.setState({ of: null, writing: { state: 'idle' } });
}

function explained(error: unknown): unknown {
  if (error instanceof StudioError || !isFull(error)) return error;
  return studioError(
    'storage-full',
    t('There is no room for the whole bundle.'),
    t('Free some room on the disk, or save it to another one.'),
  );
}
