/** Adapters of the library that are chosen to draw with. */
import type { AdapterRef } from '../../contract/adapters.ts';
import type { NamedAdapter } from '../drawing/settings/settingsText.ts';
import { adapterAt } from './checkpoints/checkpoints.ts';
import { adapterById } from './libraryStore.ts';

/** An adapter of the library, and how strongly it is to act: 1 is as trained. */
export interface AdapterChoice {
  id: string;
  weight: number;
  /** Its checkpoint at this step; left out for the adapter itself. */
  step?: number | undefined;
}

/**
 * The adapters to draw with, and their names for the picture's settings. One that was deleted meanwhile is none.
 * @throws StudioError where a checkpoint is gone
 */
export async function chosenAdapters(choices: readonly AdapterChoice[]): Promise<{
  adapters: AdapterRef[];
  named: NamedAdapter[];
}> {
  const adapters: AdapterRef[] = [];
  const named: NamedAdapter[] = [];
  for (const { id, weight, step } of choices) {
    const record = adapterById(id);
    if (!record) continue;
    adapters.push({ ...adapterAt(record, step), weight });
    const { fingerprint } = record.adapter;
    named.push({
      name: record.name,
      weight,
      ...(step !== undefined && { step }),
      id,
      ...(fingerprint !== undefined && { fingerprint }),
    });
  }
  return { adapters, named };
}
