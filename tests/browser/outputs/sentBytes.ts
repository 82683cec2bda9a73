/** Bytes of numbers and files that the page hands to its workers, clones and transfers alike. */
import type { Page } from '@playwright/test';

/** Counts from the next page on that is opened. */
export async function countSentBytes(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counter = globalThis as unknown as { sentBytes: number };
    counter.sentBytes = 0;
    const bytesIn = (value: unknown, seen = new Set<unknown>()): number => {
      if (typeof value !== 'object' || value === null || seen.has(value)) return 0;
      seen.add(value);
      if (value instanceof ArrayBuffer) return value.byteLength;
      if (ArrayBuffer.isView(value)) return value.byteLength;
      if (value instanceof Blob) return value.size;
      return Object.values(value).reduce<number>((sum, part) => sum + bytesIn(part, seen), 0);
    };
    for (const { prototype } of [Worker, MessagePort]) {
      const post = prototype.postMessage as (...parts: unknown[]) => void;
      prototype.postMessage = function (this: Worker, ...parts: unknown[]) {
        counter.sentBytes += bytesIn(parts[0]);
        post.apply(this, parts);
      };
    }
  });
}

/** Those since the page was opened. */
export function sentBytes(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as { sentBytes: number }).sentBytes);
}
