/** Several adapters with their weights made into one that draws the same. */
import type { Outcome } from '../../../contract/errors.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { outcomeOf } from '../../../kit/worker/outcome.ts';
import { mergeAdapters } from '../../../session/studioClient.ts';
import { openStudio } from '../../../session/studioStore.ts';
import type { AdapterChoice } from '../adapterChoice.ts';
import { drawThumbnailIfQuick } from '../adapterPicture.ts';
import { keepLora } from '../keepLora.ts';
import { adapterRepository, type KeptAdapter } from '../libraryStore.ts';
import type { LibraryRecord } from '../records/libraryFields.ts';

/** Merges adapters of the library into a new one; fails where one doesn't fit the model that is open. */
export function mergeIntoOne(name: string, choices: readonly AdapterChoice[]): Promise<Outcome<KeptAdapter>> {
  return outcomeOf(() => merge(name, choices));
}

async function merge(name: string, choices: readonly AdapterChoice[]): Promise<KeptAdapter> {
  const parts = choices.flatMap(({ id, weight }) => {
    const record = adapterRepository.byId(id);
    return record && weight !== 0 ? [{ record, weight }] : [];
  });
  await openStudio();
  const id = newRecordId();
  const merged = await mergeAdapters(
    parts.map(({ record, weight }) => ({ id: record.id, weight })),
    id,
  );
  const about: LibraryRecord = {
    id,
    name,
    createdAt: Date.now(),
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
  drawThumbnailIfQuick(record);
  return record;
}

/** The rank that a merged adapter will have: exact merging adds them up. */
export function mergedRank(choices: readonly AdapterChoice[]): number {
  return choices.reduce(
    (sum, { id, weight }) => sum + (weight === 0 ? 0 : (adapterRepository.byId(id)?.adapter.rank ?? 0)),
    0,
  );
}
