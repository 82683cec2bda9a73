/** Points at a control on the page, by a ring around it, for as long as it is looked at. */

import type { Message } from '../../contract/message.ts';
import { t } from '../../kit/language/t.ts';

/** A control by its name: a button, or the field that a label is of. */
function controlNamed(name: string): HTMLElement | null {
  const buttons = [...document.querySelectorAll<HTMLElement>('main :is(button, a, label)')];
  const found = buttons.find(({ textContent }) => textContent?.trim() === name);
  if (!found) return null;
  return found instanceof HTMLLabelElement && found.htmlFor !== '' ? document.getElementById(found.htmlFor) : found;
}

/** Gives what ends it. */
export function pointAt(name: Message): () => void {
  let pointed: HTMLElement | null = null;
  const point = () => {
    const control = controlNamed(t(name));
    if (control === pointed) return;
    pointed?.removeAttribute('data-pointed');
    pointed = control;
    if (!control) return;
    control.setAttribute('data-pointed', '');
    control.closest('details')?.setAttribute('open', '');
    control.scrollIntoView({ block: 'center' });
  };
  point();
  // A panel may have to be fetched first, and draws its controls anew.
  const watch = new MutationObserver(point);
  watch.observe(document.body, { childList: true, subtree: true });
  return () => {
    watch.disconnect();
    pointed?.removeAttribute('data-pointed');
  };
}
