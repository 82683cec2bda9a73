/** How much memory the graphics device has, as its person said: browsers don't tell. Kept where it is read at once. */
import * as z from 'zod';
import { keepText } from '../../kit/records/keptText.ts';

const KEY = 'weft-gpu-memory';
const Gigabytes = z.number().min(0.001).max(1024);

/** Gigabytes, or null where nothing was said. */
export function readMemoryBudget(): number | null {
  try {
    return Gigabytes.parse(JSON.parse(localStorage.getItem(KEY) ?? ''));
  } catch {
    // Nothing was said yet, or storage is closed to this page.
    return null;
  }
}

/** @returns whether that is a figure that makes sense; others are not kept */
export function writeMemoryBudget(gigabytes: number): boolean {
  if (!Gigabytes.safeParse(gigabytes).success) return false;
  keepText(KEY, JSON.stringify(gigabytes));
  return true;
}
