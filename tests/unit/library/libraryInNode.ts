/** A library in Node: its records in memory, and items to put into it. */
import type { KeptItem } from '../../../src/features/library/libraryFlow.ts';
import { LibraryFlow } from '../../../src/features/library/libraryFlow.ts';
import { type LibraryEvent, reduceLibrary } from '../../../src/features/library/libraryReducer.ts';
import {
  type KeptAdapter,
  type KeptEmbedding,
  LIBRARY_AT_FIRST,
  type LibraryItem,
} from '../../../src/features/library/libraryState.ts';
import { frozen } from '../jobInNode.ts';

export const adapter = (id: string, change: Partial<KeptAdapter> = {}): KeptAdapter => ({
  id,
  name: `Adapter ${id}`,
  createdAt: 0,
  origin: { kind: 'foreign', metadata: {} },
  file: null,
  method: 'lora',
  adapter: { baseModel: 'weft-starter', rank: 4, loraAlpha: 4, modules: [], bytes: 0 },
  fewSteps: false,
  ...change,
});

export const embedding = (id: string, change: Partial<KeptEmbedding> = {}): KeptEmbedding => ({
  id,
  name: `<${id}>`,
  createdAt: 0,
  origin: { kind: 'foreign', metadata: {} },
  file: null,
  method: 'embedding',
  embedding: { baseModel: '', token: `<${id}>`, width: 1, vectors: Float32Array.of(1) },
  ...change,
});

export const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

/** @param stored what earlier pages kept */
export function libraryInNode(...stored: LibraryItem[]) {
  let state = frozen(LIBRARY_AT_FIRST);
  const records = new Map(stored.map((item) => [item.id, item]));
  /** What was done to storage, in order. */
  const log: string[] = [];
  const hooks = { whileReading: async (_method: LibraryItem['method']): Promise<void> => undefined, takes: true };
  const of = <T extends LibraryItem>(method: T['method']) => ({
    async follow(read: (items: readonly T[]) => void) {
      await hooks.whileReading(method);
      read([...records.values()].filter((item): item is T => item.method === method));
    },
    async write(record: T) {
      log.push(`write ${record.id}`);
      if (hooks.takes) records.set(record.id, record);
      return hooks.takes ? record : null;
    },
    async update(id: string, change: Partial<T>) {
      log.push(`update ${id}`);
      const before = records.get(id) as T | undefined;
      if (!before || !hooks.takes) return before ? undefined : null;
      const after = { ...before, ...change };
      records.set(id, after);
      return after;
    },
    async remove(id: string) {
      log.push(`remove ${id}`);
      records.delete(id);
    },
  });
  const tell = (event: LibraryEvent) => {
    state = frozen(reduceLibrary(state, event));
  };
  const flow = new LibraryFlow({
    state: () => state,
    tell,
    adapters: of<KeptAdapter>('lora'),
    embeddings: of<KeptEmbedding>('embedding'),
    sweep: async () => void log.push('sweep'),
  });
  const byId = (id: string) => state.adapters.find((item) => item.id === id) ?? null;
  /** Adapters whose numbers the worker has stored, on their way into this library. */
  const keepLora = (
    fields: Omit<KeptAdapter, 'method' | 'adapter' | 'fewSteps'>,
    { adapter: own, fewSteps }: Pick<KeptAdapter, 'adapter' | 'fewSteps'>,
  ): Promise<KeptItem<KeptAdapter>> => flow.keep({ ...fields, method: 'lora', adapter: own, fewSteps });
  return { flow, tell, state: () => state, records, log, hooks, byId, keepLora };
}
