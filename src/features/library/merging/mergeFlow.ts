/** Several adapters with their weights made into one that draws the same. What it works with is handed in. */
import type { AdapterRef, LearntLora, StoredLora } from '../../../contract/adapters.ts';
import type { AdapterChoice } from '../adapterChoice.ts';
import type { KeptItem } from '../libraryFlow.ts';
import type { KeptAdapter, LibraryItem } from '../libraryState.ts';
import type { LibraryRecord } from '../records/libraryFields.ts';

/** What merging needs of the rest of the studio. */
export interface MergeTools {
  byId: (id: string) => KeptAdapter | null;
  /** Resolves once a model is open, which the parts are held against. */
  openModel: () => Promise<unknown>;
  /** @throws StudioError where a part doesn't fit the model, or is gone */
  merge: (parts: AdapterRef[], id: string) => Promise<StoredLora>;
  keepLora: (
    fields: LibraryRecord,
    learnt: Pick<LearntLora, 'adapter' | 'fewSteps' | 'unkept'>,
  ) => Promise<KeptItem<KeptAdapter>>;
  /** Draws a new item's picture where that is soon done. */
  draw: (item: LibraryItem) => void;
  newId: () => string;
  /** Milliseconds since 1970. */
  now: () => number;
}

/**
 * Merges adapters of the library into a new one; those that are gone or weigh nothing take no part.
 * @throws StudioError where one doesn't fit the model that is open
 */
export async function mergeParts(
  name: string,
  choices: readonly AdapterChoice[],
  { byId, openModel, merge, keepLora, draw, newId, now }: MergeTools,
): Promise<KeptAdapter> {
  const parts = choices.flatMap(({ id, weight }) => {
    const record = byId(id);
    return record && weight !== 0 ? [{ record, weight }] : [];
  });
  await openModel();
  const id = newId();
  const merged = await merge(
    parts.map(({ record, weight }) => ({ id: record.id, weight })),
    id,
  );
  const about: LibraryRecord = {
    id,
    name,
    createdAt: now(),
    origin: {
      kind: 'merged',
      parts: parts.map(({ record: { name: part, adapter: own }, weight }) => ({
        name: part,
        weight,
        rank: own.rank,
        loraAlpha: own.loraAlpha,
      })),
    },
    file: null,
  };
  // What one of them teaches, the mix can.
  const fewSteps = parts.some(({ record: part }) => part.fewSteps);
  const { record } = await keepLora(about, { ...merged, fewSteps });
  draw(record);
  return record;
}

/** The rank that a merged adapter will have: exact merging adds them up. */
export function rankOfMix(choices: readonly AdapterChoice[], byId: MergeTools['byId']): number {
  return choices.reduce((sum, { id, weight }) => sum + (weight === 0 ? 0 : (byId(id)?.adapter.rank ?? 0)), 0);
}
