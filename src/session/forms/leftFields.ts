/**
 * What is typed in a page's last moment, left in the storage that answers at once: a page on its way out is not given the time
 * that the other one takes.
 */
import * as z from 'zod';
import type { KeptFields } from '../../kit/form/keptDraft.ts';

const leftKey = (id: string) => `weft-form ${id}`;
const Left = z.record(z.string(), z.unknown());

/** Leaves a form's fields for the next page. */
export function leave(id: string, fields: KeptFields): void {
  try {
    localStorage.setItem(leftKey(id), JSON.stringify(fields));
  } catch {
    // Closed or full: then the last half of a second is lost.
  }
}

/** What the last page left, once. */
export function takeLeft(id: string): KeptFields {
  try {
    const text = localStorage.getItem(leftKey(id));
    localStorage.removeItem(leftKey(id));
    return Left.safeParse(JSON.parse(text ?? '{}')).data ?? {};
  } catch {
    return {};
  }
}

/** Takes away what a page left that stays after all. */
export function forgetLeft(id: string): void {
  try {
    localStorage.removeItem(leftKey(id));
  } catch {
    // Nothing was left in a storage that is closed.
  }
}
