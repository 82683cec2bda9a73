/** What a person does in a tab that changes what is kept, with what it comes to where nobody else does anything. */
import { setTimeout } from 'node:timers/promises';
import type { Locator, Page } from '@playwright/test';
import * as files from '../../images/pictureFiles.ts';
import { DRAWING_TIMEOUT } from '../../outputs/studioSteps.ts';
import type { StudioState } from './studioState.ts';

/** Which of the two tabs: what they bring has names of its own. */
export type Side = 'a' | 'b';

export interface Operation {
  name: string;
  panel: string;
  /** Whether the model has to be there for it. */
  computes?: true;
  /** All but the last press. */
  ready: (page: Page, side: Side) => Promise<void>;
  /** The last press. */
  act: (page: Page, side: Side) => Promise<unknown>;
  /** Waits until it is done, or was refused with a sentence. */
  done: (page: Page, side: Side) => Promise<void>;
  /** What it may make of what is there. */
  makes: (state: StudioState, side: Side) => StudioState[];
}

export const WAIT = { timeout: 60_000 };
export const without = (list: readonly string[], one: string) => list.filter((other) => other !== one);
export const sorted = <T>(...list: T[]): T[] => [...list].sort();

export async function chosenPicture(name: string) {
  return { name, mimeType: 'image/png', buffer: await files.png(40, 40) };
}

/** A name beside others, as the library and the datasets give it. @param others each behind what it is known by */
export function freeName(wanted: string, others: readonly string[]): string {
  const taken = others.map((other) => other.split(': ')[1]);
  let name = wanted;
  for (let count = 2; taken.includes(name); count++) name = `${wanted} (${count})`;
  return name;
}

export const tile = (page: Page, name: string): Locator =>
  page.getByRole('listitem').filter({ has: page.getByRole('img', { name, exact: true }) });

/** Where the adapter is gone by then, its card goes too. */
export const settled = (page: Page) => page.waitForTimeout(300);

export async function openModelFile(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a model' }).click();
  await page.getByText('A file', { exact: true }).click();
}

/** Removes something and takes that back at once; nothing where the other tab has removed it at that moment. */
export async function removeAndUndo(page: Page, remove: Locator): Promise<void> {
  if (await press(remove)) await page.getByRole('button', { name: 'Undo' }).first().click();
}

/** Does something with what another tab may remove at that moment. Gives whether it was done. */
export async function unlessGone(place: Locator, act: () => Promise<void>): Promise<boolean> {
  const done = act().then(
    () => true,
    (error: unknown) => ({ error }),
  );
  const gone = place
    .waitFor({ state: 'detached', timeout: DRAWING_TIMEOUT })
    // A press that removed it is told of a moment later.
    .then(() => setTimeout(2000, false));
  const outcome = await Promise.race([done, gone]);
  gone.catch(() => undefined);
  if (typeof outcome === 'boolean') return outcome;
  throw outcome.error;
}

export const press = (button: Locator) => unlessGone(button, () => button.click());
