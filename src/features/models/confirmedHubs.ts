/** Hubs beside Hugging Face that the person said may be asked, by their origins; kept over a reload. */
import * as z from 'zod';
import { keepText } from '../../kit/records/keptText.ts';

const KEY = 'weft-hubs';
const Origins = z.array(z.string().max(500)).max(100);

/** Of this page, where its storage is closed to it. */
let confirmedHere: readonly string[] = [];

export function confirmedHubs(): readonly string[] {
  try {
    return [...new Set([...Origins.parse(JSON.parse(localStorage.getItem(KEY) ?? '[]')), ...confirmedHere])];
  } catch {
    return confirmedHere;
  }
}

/** Remembers that a hub may be asked, and hear the access token. */
export function confirmHub(origin: string): void {
  const all = [...new Set([...confirmedHubs(), origin])];
  confirmedHere = [...new Set([...confirmedHere, origin])];
  // Where that is not kept, the question is asked again after a reload.
  keepText(KEY, JSON.stringify(all));
}
