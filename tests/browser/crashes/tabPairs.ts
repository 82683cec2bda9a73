/**
 * Two operations at the same moment in two tabs, every ordered pair of them. What comes of it is what one after the other
 * would have made, in this order or in that: nothing is lost, and nothing deleted is back.
 */
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { openTinyModel } from '../models/tinyModel.ts';
import { ownerless } from './ownerless.ts';

export interface Operation<S> {
  name: string;
  /** Whether the other tab, where it hears of this one, can't act on the item any more once this one is ready. */
  hides?: boolean;
  /** Whether it acts on the item. */
  onItem: boolean;
  /** All but the last step. */
  ready?: (page: Page, tab: string) => Promise<void>;
  act: (page: Page, tab: string) => Promise<void>;
  /** What `ready` makes of what is stored. */
  readied?: (state: S) => S;
  /** What the last step makes of it. */
  apply: (state: S, tab: string) => S;
}

export interface Table<S> {
  panel: string;
  /** Puts there what is acted on. */
  prepare: (page: Page) => Promise<void>;
  /** What is on the page, once it is there: @throws where that can't be used */
  read: (page: Page) => Promise<S>;
  start: S;
  operations: readonly Operation<S>[];
}

async function open(context: BrowserContext, panel: string): Promise<Page> {
  const page = await context.newPage();
  page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
  await page.goto(`./?device=wasm#/${panel}`);
  return page;
}

/** All that may come of it. @param sure whether each was done for sure; else it may not have been */
function lawful<S>(start: S, first: Operation<S>, second: Operation<S>, sure: readonly [boolean, boolean]): S[] {
  const one = (state: S) => first.apply(state, 'A');
  const other = (state: S) => second.apply(state, 'B');
  const results = [other(one(start)), one(other(start))];
  if (!sure[0]) results.push(other(start));
  if (!sure[1]) results.push(one(start));
  return results;
}

/** @param deaf where the browser has no channel between tabs, so that each shows what it knew */
async function pair<S>(
  browser: Browser,
  { panel, prepare, read, start }: Table<S>,
  [first, second]: readonly [Operation<S>, Operation<S>],
  deaf: boolean,
): Promise<void> {
  const context = await browser.newContext();
  try {
    await openTinyModel(context);
    if (deaf) await context.addInitScript(() => Object.assign(globalThis, { BroadcastChannel: undefined }));
    const a = await open(context, panel);
    await prepare(a);
    const b = await open(context, panel);
    await expect.poll(() => read(b)).toEqual(start);
    await first.ready?.(a, 'A');
    await second.ready?.(b, 'B');
    await a.waitForTimeout(600);
    const readied = [first, second].reduce((state, operation) => operation.readied?.(state) ?? state, start);
    const done = await Promise.all(
      ([first.act(a, 'A'), second.act(b, 'B')] as const).map((act) =>
        act.then(
          () => true,
          // What it acts on went from under it.
          () => false,
        ),
      ),
    );
    const possible = lawful(readied, first, second, [done[0] ?? false, done[1] ?? false]);
    // Typing rests a moment before it is kept.
    await a.waitForTimeout(1500);
    const third = await open(context, panel);
    let kept: S | undefined;
    await expect
      .poll(async () => {
        kept = await read(third);
        return possible.some((state) => JSON.stringify(state) === JSON.stringify(kept));
      })
      .toBe(true)
      .catch(() => {
        throw new Error(`kept ${JSON.stringify(kept)}, where ${JSON.stringify(possible)} are possible`);
      });
    if (!deaf) for (const page of [a, b]) await expect.poll(() => read(page)).toEqual(kept);
    for (const page of [a, b, third]) await expect(page.getByText(/could not|damaged/i)).toHaveCount(0);
    for (const page of [a, b, third]) await page.close();
    const alone = await open(context, panel);
    await expect.poll(() => read(alone)).toEqual(kept);
    await expect.poll(() => ownerless(alone), { timeout: 20_000 }).toEqual([]);
  } finally {
    await context.close();
  }
}

/** Tries every ordered pair; all failures are told together. */
export async function everyPair<S>(browser: Browser, table: Table<S>, deaf: boolean): Promise<void> {
  const failures: string[] = [];
  let tried = 0;
  for (const first of table.operations) {
    for (const second of table.operations) {
      const hidden = (first.hides && second.onItem) || (second.hides && first.onItem);
      if (hidden && !deaf) continue;
      tried++;
      await test.step(`${first.name}, ${second.name}`, () =>
        pair(browser, table, [first, second], deaf).catch((error: unknown) => {
          failures.push(`${first.name}, ${second.name}: ${error instanceof Error ? error.message : error}`);
        }));
    }
  }
  console.info(`  ${tried} pairs, ${failures.length} failures`);
  expect(failures.join('\n\n')).toBe('');
}
