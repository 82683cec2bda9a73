/** Whether the browser may clear away by itself what is kept: asked once a visit, when there is something to lose. */
import { create } from 'zustand';
import { t } from '../kit/language/t.ts';

/** Null until it is known, and where the browser can't tell. */
export const useLasting = create<{ granted: boolean | null }>(() => ({ granted: null }));

let asked = false;

/** Finds out whether it was granted before. */
export async function findLasting(): Promise<void> {
  useLasting.setState({ granted: await granted('persisted') });
}

/** Asks to keep it for good; a browser may ask its person, decide by itself, or refuse. */
export async function askToKeep(): Promise<void> {
  if (asked) return;
  asked = true;
  useLasting.setState({ granted: await granted('persist') });
}

async function granted(how: 'persist' | 'persisted'): Promise<boolean | null> {
  try {
    return await navigator.storage[how]();
  } catch {
    // Older browsers, and pages served without TLS from another machine, have nothing to ask.
    return null;
  }
}

/** The same in a sentence. */
export function lastingText(granted: boolean): string {
  return granted
    ? t('The browser keeps all of this until you remove it.')
    : t(
        'The browser has not promised to keep this: should the device run short of room, it may clear all of it away. Save as files what you can’t do without.',
      );
}
