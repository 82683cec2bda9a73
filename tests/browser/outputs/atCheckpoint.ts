/**
 * A run caught on its way. The page itself acts in the moment that a checkpoint is in storage: looked for from outside, a run
 * of the tiny model may have ended between two looks.
 */
import type { Page } from '@playwright/test';
import { TRAINING_TIMEOUT } from './studioSteps.ts';

interface Moment {
  /** Checkpoints of later steps count; 0 if absent. */
  after?: number;
  /** Milliseconds from the checkpoint on; 0 if absent. */
  later?: number;
}

/** Lets `start` begin or go on with a run, and reloads the page at a checkpoint, as a page that dies. Resolves once it is there anew. */
export async function reloadAtCheckpoint(page: Page, start: () => Promise<void>, moment: Moment = {}): Promise<void> {
  await atCheckpoint(page, 'reload', moment);
  const reloaded = page.waitForEvent('load', { timeout: TRAINING_TIMEOUT });
  await Promise.all([reloaded, start()]);
}

/** The same, but presses “Pause” there. */
export async function pauseAtCheckpoint(page: Page, start: () => Promise<void>, moment: Moment = {}): Promise<void> {
  await atCheckpoint(page, 'pause', moment);
  await start();
  await page
    .getByRole('status')
    .getByText('Training is paused', { exact: true })
    .waitFor({ timeout: TRAINING_TIMEOUT });
}

function atCheckpoint(page: Page, act: 'reload' | 'pause', { after = 0, later = 0 }: Moment): Promise<void> {
  return page.evaluate(
    ([act, after, later]) => {
      const { put } = IDBObjectStore.prototype;
      const isPause = (button: HTMLElement) => button.textContent?.trim() === 'Pause';
      const now = () => {
        if (act === 'reload') location.reload();
        else [...document.querySelectorAll('button')].find(isPause)?.click();
      };
      IDBObjectStore.prototype.put = function (value, key) {
        if (this.transaction.db.name === 'weft-run-checkpoints' && value.step > after) {
          IDBObjectStore.prototype.put = put;
          this.transaction.addEventListener('complete', () => setTimeout(now, later));
        }
        return put.call(this, value, key);
      };
    },
    [act, after, later] as const,
  );
}
