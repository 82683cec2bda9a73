/** The library: adapters that were trained, merged or imported here. */
import { create } from 'zustand';
import { type AdapterRecord, adapterRecords } from '../storage/adapterRecords.ts';
import { uniqueName } from '../storage/uniqueName.ts';
import { keep, readKept } from './noticesStore.ts';

/** An adapter as the library holds it. */
export type KeptAdapter = AdapterRecord;

interface LibraryState {
  loaded: boolean;
  /** Newest first. */
  adapters: KeptAdapter[];
}

export const useLibrary = create<LibraryState>(() => ({ loaded: false, adapters: [] }));

const newestFirst = (a: KeptAdapter, b: KeptAdapter) => b.createdAt - a.createdAt;

export async function loadLibrary(): Promise<void> {
  const records = await readKept('the library', () => adapterRecords.readAll());
  useLibrary.setState(({ adapters }) => ({ loaded: true, adapters: [...adapters, ...records].sort(newestFirst) }));
}

/** Keeps an adapter under a name of its own, close to the one it has. Tells whether storage took it. */
export async function keepAdapter(record: KeptAdapter): Promise<{ record: KeptAdapter; kept: boolean }> {
  const named = { ...record, name: freeName(record.name, record.id) };
  useLibrary.setState(({ adapters }) => ({ adapters: [...adapters, named].sort(newestFirst) }));
  return { record: named, kept: await keep(() => adapterRecords.write(named)) };
}

/** Gives an adapter a new name, made unique; an empty one is left as it was. */
export async function renameAdapter(id: string, wanted: string): Promise<void> {
  if (wanted.trim() !== '') await changeAdapter(id, { name: freeName(wanted, id) });
}

/** Shows another picture for an adapter; one that was deleted meanwhile is left alone. @param thumbnail PNG */
export function setThumbnail(id: string, thumbnail: ArrayBuffer): Promise<void> {
  return changeAdapter(id, { thumbnail });
}

async function changeAdapter(id: string, change: Partial<Pick<KeptAdapter, 'name' | 'thumbnail'>>): Promise<void> {
  const adapter = adapterById(id);
  if (!adapter) return;
  const changed = { ...adapter, ...change };
  useLibrary.setState(({ adapters }) => ({ adapters: adapters.map((other) => (other.id === id ? changed : other)) }));
  await keep(() => adapterRecords.write(changed));
}

/** Deletes an adapter and returns it, so that the deletion can be undone by keeping it again. */
export async function deleteAdapter(id: string): Promise<KeptAdapter | null> {
  const adapter = adapterById(id);
  if (!adapter) return null;
  useLibrary.setState(({ adapters }) => ({ adapters: adapters.filter((other) => other.id !== id) }));
  await keep(() => adapterRecords.remove(id));
  return adapter;
}

export function adapterById(id: string): KeptAdapter | null {
  return useLibrary.getState().adapters.find((adapter) => adapter.id === id) ?? null;
}

/** The prompt that names what an adapter learnt, where that is known. */
export function instancePrompt(origin: KeptAdapter['origin']): string | null {
  const prompt = origin.kind === 'trained' ? origin.settings.instancePrompt : null;
  return typeof prompt === 'string' && prompt.trim() !== '' ? prompt : null;
}

function freeName(wanted: string, id: string): string {
  const others = useLibrary.getState().adapters.filter((adapter) => adapter.id !== id);
  return uniqueName(
    wanted,
    others.map(({ name }) => name),
  );
}
