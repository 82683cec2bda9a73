/** Texts are said where they are shown, not when a module is loaded: by then another language may be spoken. */
import { expect, it, vi } from 'vitest';

const saidEarly: string[] = [];

vi.mock('../../../src/kit/language/t.ts', () => ({
  t: (text: string) => {
    saidEarly.push(text);
    return text;
  },
  demandInWords: (text: string) => text,
  demandSentence: (text: string) => text,
  errorInWords: (error: unknown) => error,
  inWords: (said: unknown) => said,
  knownInWords: (text: string) => text,
}));

it('no text is said while the page’s modules are loaded', async () => {
  const modules = import.meta.glob<unknown>([
    '../../../src/**/*.{ts,tsx}',
    '!**/main.tsx',
    '!**/catalogues/**',
    '!**/*.d.ts',
  ]);
  expect(Object.keys(modules).length).toBeGreaterThan(400);
  const failed: string[] = [];
  for (const [path, load] of Object.entries(modules)) await load().catch(() => failed.push(path));
  // Modules that need a page's globals at once: few, so that the rest says something.
  expect(failed.length).toBeLessThan(20);
  expect([...new Set(saidEarly)]).toEqual([]);
});
