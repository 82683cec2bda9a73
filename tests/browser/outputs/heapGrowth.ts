/** How much JavaScript and its buffers grow while something is done, those of the page's workers among them. */
import type { Page } from '@playwright/test';
import { HeapUse } from '../../../scripts/browser/heapUse.mjs';

/** Milliseconds between two looks. */
const BETWEEN = 100;

export class HeapGrowth {
  private constructor(
    private readonly use: HeapUse,
    private readonly collect: () => Promise<unknown>,
  ) {}

  static async of(page: Page): Promise<HeapGrowth> {
    const session = await page.context().newCDPSession(page);
    const use = new HeapUse(session);
    await use.start();
    return new HeapGrowth(use, () => session.send('HeapProfiler.collectGarbage'));
  }

  /** Does something; gives by how many bytes what is held grew at most meanwhile. */
  async during(work: () => Promise<unknown>): Promise<number> {
    await this.collect();
    const before = await this.#held();
    let most = before;
    let done = false;
    const watching = (async () => {
      while (!done) {
        most = Math.max(most, await this.#held());
        await new Promise((resolve) => setTimeout(resolve, BETWEEN));
      }
    })();
    try {
      await work();
    } finally {
      done = true;
      await watching;
    }
    return most - before;
  }

  async #held(): Promise<number> {
    const { heap, buffers } = await this.use.now();
    return heap + buffers;
  }
}
