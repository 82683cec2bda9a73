/** The learnt words as they lie in IndexedDB. */
import type { Page } from '@playwright/test';

export interface StoredWord {
  name: string;
  token: string;
  stepsDone: number;
  /** Losses of its run, a step each. */
  losses: { step: number; instance: number; prior: number | null }[];
  evaluations: { step: number; trained: number; heldOut: number | null }[];
  width: number;
  /** Its rows, as plain numbers. */
  vectors: number[];
  /** What it scored, and how that was measured. */
  scores: unknown;
}

/** Every record of the words' database. */
export function storedWords(page: Page): Promise<StoredWord[]> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('weft-embeddings'));
    const records = await settled(database.transaction('records').objectStore('records').getAll());
    database.close();
    return records.map(({ name, origin, embedding, scores }) => ({
      name,
      token: embedding.token,
      stepsDone: origin.stepsDone,
      losses: origin.losses,
      evaluations: origin.evaluations,
      width: embedding.width,
      vectors: [...embedding.vectors],
      scores: scores ?? null,
    }));
  });
}
