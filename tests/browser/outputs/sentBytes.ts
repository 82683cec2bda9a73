/** What the page hands to its workers, clones and transfers alike. */
import type { Page } from '@playwright/test';

export interface SentBytes {
  /** Of 32-bit floats, as an adapter's numbers are. */
  numbers: number;
  /** Of array buffers and files in any form. */
  all: number;
}

type Counting = typeof globalThis & { sentBytes: SentBytes };

/** Counts from the next page on that is opened. */
export async function countSentBytes(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counter: SentBytes = { numbers: 0, all: 0 };
    (globalThis as Counting).sentBytes = counter;
    const count = (value: unknown, seen = new Set<unknown>()): void => {
      if (typeof value !== 'object' || value === null || seen.has(value)) return;
      seen.add(value);
      if (value instanceof Float32Array) counter.numbers += value.byteLength;
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) counter.all += value.byteLength;
      else if (value instanceof Blob) counter.all += value.size;
      else for (const part of Object.values(value)) count(part, seen);
    };
    for (const { prototype } of [Worker, MessagePort]) {
      const post = prototype.postMessage as (...parts: unknown[]) => void;
      prototype.postMessage = function (this: Worker, ...parts: unknown[]) {
        count(parts[0]);
        post.apply(this, parts);
      };
    }
  });
}

/** Those since the page was opened. */
export function sentBytes(page: Page): Promise<SentBytes> {
  return page.evaluate(() => ({ ...(globalThis as Counting).sentBytes }));
}
