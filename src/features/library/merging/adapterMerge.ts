/** Merging on the page: the flow over the studio's worker and the library. */
import type { Outcome } from '../../../contract/errors.ts';
import { outcomeOf } from '../../../contract/outcome.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { mergeAdapters } from '../../../session/studioClient.ts';
import { openStudio } from '../../../session/studioStore.ts';
import type { AdapterChoice } from '../adapterChoice.ts';
import { drawThumbnailIfQuick } from '../adapterPicture.ts';
import { noteArrival } from '../cards/noteArrival.ts';
import { keepLora } from '../keepLora.ts';
import type { KeptAdapter } from '../libraryState.ts';
import { adapterById } from '../libraryStore.ts';
import { type MergeTools, mergeParts, rankOfMix } from './mergeFlow.ts';

const tools: MergeTools = {
  byId: adapterById,
  openModel: () => openStudio(),
  merge: mergeAdapters,
  keepLora: async (...item) => noteArrival(await keepLora(...item)),
  draw: drawThumbnailIfQuick,
  newId: newRecordId,
  now: Date.now,
};

/** Merges adapters of the library into a new one; fails where one doesn't fit the model that is open. */
export function mergeIntoOne(name: string, choices: readonly AdapterChoice[]): Promise<Outcome<KeptAdapter>> {
  return outcomeOf(() => mergeParts(name, choices, tools), errorInfoOf);
}

/** The rank that a merged adapter will have. */
export function mergedRank(choices: readonly AdapterChoice[]): number {
  return rankOfMix(choices, adapterById);
}
