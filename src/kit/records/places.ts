/** Places in lists that several tabs add to: each is given out once. */
import * as z from 'zod';
import { msg } from '../../contract/message.ts';
import { RecordStore } from './RecordStore.ts';

export const LastPlace = z.object({
  /** The list's name. */
  id: z.string(),
  last: z.number(),
});

const lastPlaces = new RecordStore('weft-places', msg('the order of images'), LastPlace);

/**
 * A place behind all that were given out, by whichever tab, and behind those that this tab knows of.
 * @param known the last one that it knows of
 */
export async function nextPlace(list: string, known: number): Promise<number> {
  const next = (last: number) => ({ id: list, last: Math.max(last, known) + 1 });
  try {
    return (await lastPlaces.put(list, (now) => next(now?.last ?? known)))?.last ?? known + 1;
  } catch {
    // Storage that refuses is told of by whatever is put there.
    return known + 1;
  }
}
