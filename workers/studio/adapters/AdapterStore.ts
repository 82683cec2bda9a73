/** The library's adapters as the worker reads and stores them, by their ids: numbers never pass through the page. */
import { type LoraMix, mixLoras } from '@weft/engine';
import {
  type AdapterPlace,
  type AdapterRef,
  adapterBytes,
  type LoraAdapter,
  type LoraModule,
  type StoredLora,
} from '../../../src/contract/adapters.ts';
import { type ErrorInfo, studioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';
import { readAdapter, writeAdapter, writeNumbers } from '../../../src/files/adapterNumbers.ts';
import type { FileStore } from '../../../src/files/FileStore.ts';
import { StorageError } from '../../../src/files/StorageError.ts';
import { allFinite } from '../finiteNumbers.ts';
import { adapterFingerprint } from './adapterFingerprint.ts';

/** An adapter to draw with. */
export interface WeightedAdapter {
  adapter: LoraAdapter;
  weight: number;
}

export class AdapterStore {
  /** Adapters that storage has no room for, by their ids. */
  readonly #held = new Map<string, LoraAdapter>();
  /** The last mix, and what it was made of. */
  #mixed: { key: string; available: readonly LoraModule[]; mix: LoraMix | null } | null = null;

  constructor(private readonly files: FileStore) {}

  /** @throws StudioError `adapter-missing` where it is not there any more, `adapter-damaged` where it holds no numbers */
  async read({ id, step }: AdapterPlace): Promise<LoraAdapter> {
    const held = step === undefined ? this.#held.get(id) : undefined;
    const adapter = held ?? (await readAdapter(this.files, { id, step }));
    requireFinite(adapter);
    return adapter;
  }

  /** Adapters with their weights. @throws StudioError as `read` does */
  async readAll(refs: readonly AdapterRef[]): Promise<WeightedAdapter[]> {
    const read: WeightedAdapter[] = [];
    for (const ref of refs) read.push({ adapter: await this.read(ref), weight: ref.weight });
    return read;
  }

  /**
   * What adapters are together. That of the last call is kept: with the same adapters nothing is read and mixed again.
   * @param available the layers of the open model that can be adapted
   * @throws StudioError as `read` does, AdapterError where one doesn't fit
   */
  async mix(refs: readonly AdapterRef[], available: readonly LoraModule[]): Promise<LoraMix | null> {
    const key = JSON.stringify(refs.map(({ id, step, weight }) => [id, step ?? null, weight]));
    if (this.#mixed?.key === key && this.#mixed.available === available) return this.#mixed.mix;
    // The former one would take its room beside what is read.
    this.#mixed = null;
    const mix = mixLoras(await this.readAll(refs), available);
    this.#mixed = { key, available, mix };
    return mix;
  }

  /** Forgets the last mix. */
  forgetMix(): void {
    this.#mixed = null;
  }

  /** Stores an adapter under an id; where there is no room, it is held, and handed over with the reason. */
  async store(id: string, adapter: LoraAdapter): Promise<StoredLora> {
    const { theta, ...layers } = adapter;
    const stored = { ...layers, bytes: adapterBytes(layers), fingerprint: adapterFingerprint(adapter) };
    try {
      await writeAdapter(this.files, id, adapter);
      return { adapter: stored, unkept: null };
    } catch (cause) {
      this.hold(id, adapter);
      // A copy crosses to the page.
      return {
        adapter: stored,
        unkept: {
          theta: theta as Float32Array<ArrayBuffer>,
          error: new StorageError(say('Could not keep the library'), cause).info,
        },
      };
    }
  }

  /** Stores what an adapter was after a step; gives the reason where there is no room. */
  async storeStep(id: string, step: number, theta: Float32Array): Promise<ErrorInfo | null> {
    try {
      await writeNumbers(this.files, { id, step }, theta);
      return null;
    } catch (cause) {
      return new StorageError(say('Could not keep the checkpoints'), cause).info;
    }
  }

  /** Knows an adapter by its id that is not in storage. */
  hold(id: string, adapter: LoraAdapter): void {
    this.#held.set(id, adapter);
  }
}

/** @throws StudioError `adapter-damaged` where some of its numbers are none: every picture would be black, or noise */
function requireFinite({ theta }: Pick<LoraAdapter, 'theta'>): void {
  if (allFinite(theta)) return;
  throw studioError(
    'adapter-damaged',
    'The adapter holds values that are no numbers (NaN or infinite): its training went astray.',
    'Use an earlier checkpoint of it, or train it again with a lower learning rate.',
  );
}
