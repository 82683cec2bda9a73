/** The formats that this browser can write films in. */
import { create } from 'zustand';
import type { FilmFormat } from '../../../contract/filmWorker.ts';
import { filmFormats } from './filmClient.ts';

/** Null until it is known. */
export const useFormats = create<{ formats: readonly FilmFormat[] | null }>(() => ({ formats: null }));

/** Asks for films of this side, in pixels. */
export async function findFormats(side: number): Promise<void> {
  try {
    useFormats.setState({ formats: await filmFormats(side) });
  } catch {
    // The encoder was ended meanwhile; beginning a film asks again.
  }
}
