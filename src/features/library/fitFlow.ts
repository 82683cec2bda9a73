/** Holds the library against the model that is open: what can't be used with it, and why. Its tools are handed in. */
import type { Embedding, LoraAdapter, LoraModule } from '../../contract/adapters.ts';
import type { LibraryItem, LibraryState } from './libraryState.ts';

export interface FitState {
  /** Why an item can't be used, by its id; what can, or has not been checked, is not here. */
  fitErrors: Readonly<Record<string, string>>;
}

export const NOTHING_CHECKED: FitState = { fitErrors: {} };

/** Items were checked. @param reasons for each of them why it can't be used, or null */
export interface FitEvent {
  items: readonly { id: string }[];
  reasons: readonly (string | null)[];
}

/** What is known of other items stays. */
export function reduceFit({ fitErrors }: FitState, { items, reasons }: FitEvent): FitState {
  const ids = new Set(items.map(({ id }) => id));
  const found = items.flatMap(({ id }, index) => {
    const reason = reasons[index];
    return reason ? [[id, reason] as const] : [];
  });
  return { fitErrors: Object.fromEntries([...Object.entries(fitErrors).filter(([id]) => !ids.has(id)), ...found]) };
}

/** What checking needs of the rest of the studio. */
export interface FitTools {
  library: () => Pick<LibraryState, 'adapters' | 'embeddings'>;
  /** Whether a model is open. */
  ready: () => boolean;
  tell: (event: FitEvent) => void;
  /** For each adapter's layers why they don't fit, or null. */
  checkAdapters: (adapters: LoraModule[][]) => Promise<(string | null)[]>;
  /** Makes embeddings known to every prompt; for each why it can't be used, or null. */
  setEmbeddings: (embeddings: Embedding[]) => Promise<(string | null)[]>;
  /** The numbers of an adapter that storage has no room for. */
  unkept: (id: string) => LoraAdapter['theta'] | null;
  /** Lends the worker such an adapter. */
  hold: (id: string, adapter: LoraAdapter) => Promise<void>;
}

export class FitFlow {
  readonly #tools: FitTools;

  constructor(tools: FitTools) {
    this.#tools = tools;
  }

  /** The library has other items, or another model is open. @param which the kinds that are to be checked */
  async check(...which: readonly ('adapters' | 'embeddings')[]): Promise<void> {
    const { library, ready } = this.#tools;
    if (!ready()) return;
    if (which.includes('adapters')) this.#lendUnkept();
    await Promise.all(
      which.map((kind) =>
        kind === 'adapters'
          ? this.#ask(library().adapters, () => this.#askAdapters())
          : this.#ask(library().embeddings, () => this.#askEmbeddings()),
      ),
    );
  }

  /** Adapters that storage has no room for are known to the worker as long as it lives; mostly there is none. */
  #lendUnkept(): void {
    const { library, unkept, hold } = this.#tools;
    for (const { id, adapter } of library().adapters) {
      const theta = unkept(id);
      const { bytes: _, ...layers } = adapter;
      // A worker that went away is told of elsewhere, and the next one is lent them again.
      if (theta) hold(id, { ...layers, theta }).catch(() => undefined);
    }
  }

  async #askAdapters(): Promise<(string | null)[]> {
    const { adapters } = this.#tools.library();
    return adapters.length === 0 ? [] : this.#tools.checkAdapters(adapters.map(({ adapter }) => adapter.modules));
  }

  #askEmbeddings(): Promise<(string | null)[]> {
    return this.#tools.setEmbeddings(this.#tools.library().embeddings.map(({ embedding }) => embedding));
  }

  async #ask(items: readonly LibraryItem[], ask: () => Promise<(string | null)[]>): Promise<void> {
    try {
      this.#tools.tell({ items, reasons: await ask() });
    } catch {
      // The worker went away, which is told elsewhere; drawing checks again.
    }
  }
}
