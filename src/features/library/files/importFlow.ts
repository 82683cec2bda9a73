/** Files into the library, one item after the other, with a question where not all of it fits. Its tools are handed in. */

import type { LearntLora } from '../../../contract/adapters.ts';
import { StudioError } from '../../../contract/errors.ts';
import type { ImportedAdapter, ImportRequest, ImportResult } from '../../../contract/files/adapterFiles.ts';
import { t } from '../../../kit/language/t.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import type { KeptItem } from '../libraryFlow.ts';
import type { KeptAdapter, KeptEmbedding, LibraryItem } from '../libraryState.ts';
import type { LibraryRecord } from '../records/libraryFields.ts';
import { type AdapterFiles, adapterNameOf, groupAdapterFiles } from './groupAdapterFiles.ts';
import type { ImportEvent } from './importReducer.ts';
import type { ImportQuestion } from './importState.ts';

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
  /** Tells of what was not taken. */
  notify: (message: string) => void;
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
    let answers: Pick<ImportRequest, 'leaveOut' | 'token'> = { leaveOut: false };
    for (;;) {
      const result = await read({ id, files: group.files, ...answers });
      if (result.whole) return this.#keep(turn, result.imported);
      if (result.question === 'layers') {
        const { fitting, unknown } = result;
        const use = await this.#ask<boolean>((answer) => ({
          kind: 'layers',
          name: group.name,
          fitting,
          unknown,
          answer,
        }));
        if (!use) return;
        answers = { ...answers, leaveOut: true };
      } else {
        const { token, reason } = result;
        const chosen = await this.#ask<string | null>((answer) => ({
          kind: 'word',
          name: group.name,
          token,
          reason,
          answer,
        }));
        if (chosen === null) return;
        answers = { ...answers, token: chosen };
      }
    }
  }

  #ask<Answer>(question: (answer: (given: Answer) => void) => ImportQuestion): Promise<Answer> {
    const { tell } = this.#tools;
    return new Promise((resolve) => {
      const answer = (given: Answer) => {
        tell({ type: 'answered' });
        resolve(given);
      };
      tell({ type: 'asked', question: question(answer) });
    });
  }

  async #keep(turn: Turn, { item, words = [], note, origin, thumbnail, ...told }: ImportedAdapter): Promise<void> {
    const { keepLora, draw, notify, newId, now } = this.#tools;
    const { id, group } = turn;
    const about = {
      id,
      createdAt: told.createdAt ?? now(),
      origin,
      file: group.name,
      hashes: told.hashes,
      ...(told.about && { about: told.about }),
      ...(thumbnail && { thumbnail }),
    };
    const { record } =
      item.method === 'lora'
        ? await keepLora({ ...about, name: told.name ?? adapterNameOf(group) }, item)
        : await this.#keepEmbedding({ ...about, ...item, name: told.name ?? item.embedding.token });
    if (!thumbnail) draw(record);
    if (note) notify(`${group.name}: ${note}`);
    for (const embedding of words) {
      const word = { ...about, id: newId(), name: embedding.token, method: 'embedding', embedding } as const;
      // The adapter is there all the same, and says what it lacks.
      await this.#keepEmbedding(word).catch((error: unknown) => notify(`${group.name}: ${errorInfoOf(error).message}`));
    }
  }

  /** A token means one thing: a second embedding of the same token would never be used. */
  async #keepEmbedding(word: KeptEmbedding): Promise<KeptItem<KeptEmbedding>> {
    const { embeddings, keepEmbedding } = this.#tools;
    const { token } = word.embedding;
    const same = embeddings().find(({ embedding }) => embedding.token.toLowerCase() === token.toLowerCase());
    if (!same) return keepEmbedding(word);
    throw new StudioError({
      code: 'adapter-mismatch',
      message: t('The library already has the word {token} (“{name}”).', { token, name: same.name }),
      advice: t('Delete that one first; it can be exported before.'),
    });
  }
}
