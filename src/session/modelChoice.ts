/**
 * Which model is to be open, over a reload. It is read before anything else, hence from the one storage that answers at
 * once. While a model is being opened that is noted too: a page which ended in the middle of it is not to try again.
 */
import * as z from 'zod';
import { ModelRef } from '../contract/models.ts';
import { keepText } from '../kit/records/keptText.ts';

/** A model, and what it is called where it can't be asked. */
export interface ModelChoice {
  ref: ModelRef;
  name: string;
}

export const STARTER: ModelChoice = { ref: { kind: 'starter' }, name: 'the starter' };

const KEY = 'weft-model';
const Kept = z.object({ ref: ModelRef, name: z.string(), opening: z.boolean() });

/** `ended`: the page ended in the middle of opening it, as by a lack of memory. */
export function readModelChoice(): { choice: ModelChoice; ended: boolean } {
  try {
    const { ref, name, opening } = Kept.parse(JSON.parse(localStorage.getItem(KEY) ?? ''));
    return { choice: { ref, name }, ended: opening && ref.kind === 'stored' };
  } catch {
    // Nothing was chosen yet, or storage is closed to this page.
    return { choice: STARTER, ended: false };
  }
}

/** @param moment whether it is being opened, or that has come to its end in whatever way */
export function writeModelChoice({ ref, name }: ModelChoice, moment: 'opening' | 'ended'): void {
  // Where that is not kept, it is the starter next time.
  keepText(KEY, JSON.stringify({ ref, name, opening: moment === 'opening' }));
}
