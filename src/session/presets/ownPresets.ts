/** Presets of a person's own: kept, followed in every tab, renamed, deleted with a way back. */

import { create } from 'zustand';
import { tidyName } from '../../contract/library/itemNames.ts';
import { offerUndo } from '../../kit/components/offerUndo.ts';
import type { KeptFields } from '../../kit/form/keptDraft.ts';
import { t } from '../../kit/language/t.ts';
import { newRecordId } from '../../kit/records/recordId.ts';
import { uniqueName } from '../../kit/records/uniqueName.ts';
import { keep, readKept } from '../noticesStore.ts';
import { type OwnPreset, type PresetKind, presetRecords } from './presetRecords.ts';

/** Oldest first. */
export const useOwnPresets = create<{ presets: readonly OwnPreset[] }>(() => ({ presets: [] }));

/** Reads them, and goes on hearing of what other tabs do to them. */
export function loadOwnPresets(): Promise<void> {
  return presetRecords.follow(
    async () => show(await readKept(presetRecords), []),
    ({ written, removed }) => show(written, removed),
  );
}

/** Puts presets in, in place of those of their ids, and takes others out. */
function show(written: readonly OwnPreset[], removed: readonly string[]): void {
  const gone = new Set([...removed, ...written.map(({ id }) => id)]);
  const { presets } = useOwnPresets.getState();
  const all = [...presets.filter(({ id }) => !gone.has(id)), ...written];
  useOwnPresets.setState({ presets: all.sort((a, b) => a.createdAt - b.createdAt) });
}

const namesOf = (method: PresetKind, but = '') =>
  useOwnPresets.getState().presets.flatMap((other) => (other.method === method && other.id !== but ? other.name : []));

/** Keeps what a form says under a name, another one where that is taken. Gives its id. */
export async function savePreset(method: PresetKind, name: string, fields: KeptFields): Promise<string> {
  const preset: OwnPreset = {
    id: newRecordId(),
    method,
    name: uniqueName(tidyName(name) ?? t('My preset'), namesOf(method)),
    // Behind the others, even in the same millisecond.
    createdAt: Math.max(Date.now(), (useOwnPresets.getState().presets.at(-1)?.createdAt ?? 0) + 1),
    fields: { ...fields },
  };
  await putBack(preset);
  return preset.id;
}

/** A name that is none changes nothing. */
export async function renamePreset({ id, method }: OwnPreset, name: string): Promise<void> {
  const tidy = tidyName(name);
  if (tidy === null) return;
  const changed = uniqueName(tidy, namesOf(method, id));
  await keep(async () => {
    const preset = await presetRecords.update(id, (now) => ({ ...now, name: changed }));
    if (preset) show([preset], []);
  });
}

export async function removePreset(id: string): Promise<void> {
  if (await keep(() => presetRecords.remove(id))) show([], [id]);
}

/** Deletes a preset, and offers to put it back. */
export async function deletePreset(preset: OwnPreset): Promise<void> {
  await removePreset(preset.id);
  offerUndo(t('The preset “{name}” was deleted.', { name: preset.name }), {
    undo: () => putBack(preset),
    again: () => deletePreset(preset),
  });
}

/** Shown at once, and by the name that was free where another tab gave the same at that moment. */
export async function putBack(preset: OwnPreset): Promise<void> {
  show([preset], []);
  await keep(async () => {
    const kept = await presetRecords.put(preset.id, () => preset);
    if (kept) show([kept], []);
  });
}
