/** Files into the library, one item after the other, with a question where not all of it fits. Its tools are handed in. */
import type { ImportedAdapter, ImportRequest, ImportResult } from '../../../contract/adapterFiles.ts';
import type { LearntLora } from '../../../contract/adapters.ts';
import { StudioError } from '../../../contract/errors.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import type { KeptItem } from '../libraryFlow.ts';
import type { KeptAdapter, KeptEmbedding, LibraryItem } from '../libraryState.ts';
import type { LibraryRecord } from '../records/libraryFields.ts';
import { type AdapterFiles, adapterNameOf, groupAdapterFiles } from './groupAdapterFiles.ts';
import type { ImportEvent } from './importReducer.ts';

/** What imports need of the rest of the studio. */
export interface ImportTools {
  tell: (event: ImportEvent) => void;
  /** Resolves once a model is open: whether an adapter fits can be told by holding it against one. */
  openModel: () => Promise<unknown>;
  /** Reads an item's files and stores an adapter's numbers under the id. @throws StudioError */
  read: (request: ImportRequest) => Promise<ImportResult>;
  embeddings: () => readonly KeptEmbedding[];
  keepLora: (
    fields: LibraryRecord,
    learnt: Pick<LearntLora, 'adapter' | 'fewSteps' | 'unkept'>,
  ) => Promise<KeptItem<KeptAdapter>>;
  keepEmbedding: (embedding: KeptEmbedding) => Promise<KeptItem<KeptEmbedding>>;
  /** Draws a new item's picture where that is soon done. */
  draw: (item: LibraryItem) => void;
  newId: () => string;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** An item's files in their turn; the item has the id that they are read under. */
interface Turn {
  id: string;
  group: AdapterFiles;
}

export class ImportFlow {
  readonly #tools: ImportTools;
  /** Ends with the last files that were chosen: one question at a time. */
  #last: Promise<void> = Promise.resolve();

  constructor(tools: ImportTools) {
    this.#tools = tools;
  }

  /** Takes adapters and embeddings one after the other; files that belong together are one. Ends when all have been read. */
  importFiles(files: readonly File[]): Promise<void> {
    const { tell, newId } = this.#tools;
    const turns = groupAdapterFiles(files).map((group) => ({ id: newId(), group }));
    tell({ type: 'chosen', files: turns.map(({ id, group }) => ({ id, name: group.name })) });
    this.#last = this.#last.then(() => this.#importAll(turns));
    return this.#last;
  }

  async #importAll(turns: readonly Turn[]): Promise<void> {
    const { tell } = this.#tools;
    for (const turn of turns) {
      try {
        await this.#importOne(turn);
        tell({ type: 'ended', id: turn.id });
      } catch (error) {
        tell({ type: 'failed', id: turn.id, error: errorInfoOf(error) });
      }
    }
  }

  async #importOne(turn: Turn): Promise<void> {
    const { openModel, read } = this.#tools;
    const { id, group } = turn;
    await openModel();
    const first = await read({ id, files: group.files, leaveOut: false });
    if (first.whole) return this.#keep(turn, first.imported);
    if (!(await this.#ask(group.name, first.fitting, first.unknown))) return;
    const second = await read({ id, files: group.files, leaveOut: true });
    if (second.whole) await this.#keep(turn, second.imported);
  }

  #ask(name: string, fitting: number, unknown: string[]): Promise<boolean> {
    const { tell } = this.#tools;
    return new Promise((resolve) => {
      const answer = (use: boolean) => {
        tell({ type: 'answered' });
        resolve(use);
      };
      tell({ type: 'asked', question: { name, fitting, unknown, answer } });
    });
  }

  async #keep({ id, group }: Turn, { item, origin, thumbnail, ...told }: ImportedAdapter): Promise<void> {
    const { keepLora, draw, now } = this.#tools;
    const about = {
      id,
      createdAt: told.createdAt ?? now(),
      origin,
      file: group.name,
      ...(thumbnail && { thumbnail }),
    };
    const { record } =
      item.method === 'lora'
        ? await keepLora({ ...about, name: told.name ?? adapterNameOf(group) }, item)
        : await this.#keepEmbedding({ ...about, ...item, name: told.name ?? item.embedding.token });
    if (!thumbnail) draw(record);
  }

  /** A token means one thing: a second embedding of the same token would never be used. */
  #keepEmbedding(word: KeptEmbedding): Promise<KeptItem<KeptEmbedding>> {
    const { embeddings, keepEmbedding } = this.#tools;
    const { token } = word.embedding;
    const same = embeddings().find(({ embedding }) => embedding.token.toLowerCase() === token.toLowerCase());
    if (!same) return keepEmbedding(word);
    throw new StudioError({
      code: 'adapter-mismatch',
      message: `The library already has the word ${token} (“${same.name}”).`,
      advice: 'Delete that one first; it can be exported before.',
    });
  }
}
