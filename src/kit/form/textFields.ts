/** Fields in which a person types: there the browser's own undo and every letter are theirs. */

const TYPED_INPUTS = new Set(['text', 'search', 'number', 'password', 'url', 'email', 'tel']);

/** A control that holds typed text; null where the element is none. */
export function asTextField(element: Element | null): HTMLInputElement | HTMLTextAreaElement | null {
  if (element instanceof HTMLTextAreaElement) return element;
  return element instanceof HTMLInputElement && TYPED_INPUTS.has(element.type) ? element : null;
}

/** The field in which a person types now; null where there is none. */
export function focusedTextField(): HTMLInputElement | HTMLTextAreaElement | null {
  return typeof document === 'undefined' ? null : asTextField(document.activeElement);
}
