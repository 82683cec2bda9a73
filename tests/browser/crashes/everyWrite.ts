/**
 * One thing that a person does, broken off at every write into storage in turn: by the renderer's death, and by storage that
 * is full from then on. What there was before is there after, and what was being done is there whole or not at all.
 */
import { setTimeout } from 'node:timers/promises';
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { openTinyModel } from '../models/tinyModel.ts';
import { ownerless } from './ownerless.ts';
import { type Blow, WriteWatch, writeText } from './WriteWatch.ts';

export interface Scenario {
  /** The panel's part of the address, e.g. `dataset`. */
  panel: string;
  /** What was there before. */
  prepare: (page: Page) => Promise<void>;
  act: (page: Page) => Promise<void>;
  /** Waits for what a person sees once it is done. */
  done: (page: Page) => Promise<void>;
  /**
   * Looks, in a page that was opened anew, at all that was there before, and at what was being done.
   * @param whole whether that came to its end, and has to be there
   */
  check: (page: Page, whole: boolean) => Promise<void>;
  /** What a person is told where there is no room. */
  refusal?: RegExp;
}

/** More writes than any of this has. */
const MOST = 400;
/** `WEFT_CRASH_WRITES=3,17` tries these alone, as when one of them failed; `WEFT_CRASH_BY=full` this way alone. */
const CHOSEN = process.env.WEFT_CRASH_WRITES?.split(',').map(Number);
const WAYS = (['kill', 'full'] as const).filter((way) => (process.env.WEFT_CRASH_BY ?? way) === way);
const REFUSED = /storage is full/;

/** Opens a panel of the studio, without waiting for its model. */
async function open(context: BrowserContext, { panel }: Scenario): Promise<Page> {
  const page = await context.newPage();
  // A page that is left doesn't ask.
  page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
  await page.goto(`./?device=wasm#/${panel}`);
  return page;
}

/** What is there after a blow, in a page opened anew. */
async function lookAfter(context: BrowserContext, scenario: Scenario, whole: boolean): Promise<void> {
  const page = await open(context, scenario);
  await scenario.check(page, whole);
  // Swept while the page is being used.
  await expect.poll(() => ownerless(page), { timeout: 20_000, message: 'what nothing speaks of' }).toEqual([]);
  await expect(page.getByText(/could not|damaged|cannot be read/i)).toHaveCount(0);
  await page.close();
}

/** Gives the write that was struck, or null where all was done before it came. */
async function strike(browser: Browser, scenario: Scenario, blow: Blow): Promise<string | null> {
  const context = await browser.newContext();
  try {
    await openTinyModel(context);
    const watch = await WriteWatch.over(browser, context);
    const page = await open(context, scenario);
    await scenario.prepare(page);
    await watch.quiet();
    watch.begin(blow);
    const struck = await (blow.mode === 'kill' ? killed(watch, page, scenario) : refused(watch, page, scenario));
    await watch.end();
    // With room to spare nothing was in its way, which a death at the end has tried.
    if (struck || blow.mode === 'kill') {
      await lookAfter(context, scenario, !struck).catch((error: unknown) => {
        throw new Error(`${blow.mode} at ${struck ?? 'the end'}: ${error instanceof Error ? error.message : error}`);
      });
    }
    return struck;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\nThe page said: ${await said(context)}`);
  } finally {
    await context.close();
  }
}

/** What stands in the last page that lives, which tells why something else doesn't. */
async function said(context: BrowserContext): Promise<string> {
  const alerts = context.pages().at(-1)?.getByRole('alert').allInnerTexts();
  return (await Promise.race([alerts, setTimeout(2000, [])]).catch(() => []))?.join(' | ') || 'nothing';
}

async function killed(watch: WriteWatch, page: Page, { act, done }: Scenario): Promise<string | null> {
  const died = new Promise<void>((resolve) => page.once('crash', () => resolve()));
  const all = (async () => {
    await act(page);
    await done(page);
    await watch.quiet();
  })();
  // What was under way in a page that dies is of no interest.
  await Promise.race([died, all]).catch((error: unknown) => {
    if (!watch.struck) throw error;
  });
  all.catch(() => undefined);
  if (!watch.struck) await watch.killRenderers();
  await died;
  return watch.struck && writeText(watch.struck);
}

async function refused(watch: WriteWatch, page: Page, scenario: Scenario): Promise<string | null> {
  await scenario.act(page);
  await watch.quiet(1500);
  // Where there was room for all of it.
  if (!watch.struck) return null;
  const at = writeText(watch.struck);
  try {
    await expect(page.getByText(scenario.refusal ?? REFUSED).first(), 'a sentence about it').toBeVisible();
    // The page lives.
    await page.getByRole('navigation').getByRole('link', { name: 'Morph' }).click();
    await expect(page.getByRole('heading', { name: 'Morph', level: 1 })).toBeVisible();
  } catch (error) {
    throw new Error(`full at ${at}: ${error instanceof Error ? error.message : error}`);
  }
  await page.close();
  return at;
}

/** Breaks it off at every write in turn; all failures are told together, each with its write. */
export async function atEveryWrite(browser: Browser, scenario: Scenario): Promise<void> {
  const failures: string[] = [];
  const counts = { kill: 0, full: 0 };
  for (const mode of WAYS) {
    for (const at of CHOSEN ?? Array.from({ length: MOST }, (_, index) => index + 1)) {
      const struck = await test.step(`${mode} at write ${at}`, async () => {
        try {
          return await strike(browser, scenario, { mode, at });
        } catch (error) {
          failures.push(`write ${at}, ${error instanceof Error ? error.message : error}`);
          return undefined;
        }
      });
      if (struck === null || failures.length > 12) break;
      counts[mode]++;
      console.info(`  ${mode} ${at}: ${struck ?? failures.at(-1)}`);
    }
  }
  console.info(`  ${counts.kill} writes, of which ${counts.full} need room; ${counts.kill + counts.full + 1} runs`);
  expect(failures.join('\n\n')).toBe('');
  expect(counts.kill + counts.full).toBeGreaterThan(0);
}
