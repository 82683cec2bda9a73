/** Whether a text field has something of its own to undo: then the keys are the browser's. */
import { asTextField, focusedTextField } from '../../kit/form/textFields.ts';

interface Typing {
  field: HTMLInputElement | HTMLTextAreaElement;
  /** What stood in it when it got the focus, or when the studio changed it last. */
  first: string;
  edited: boolean;
}

let typing: Typing | null = null;

/** Follows the focus; to be called once. */
export function watchTyping(): void {
  addEventListener('focusin', ({ target }) => begin(target instanceof Element ? target : null));
  addEventListener('focusout', () => {
    typing = null;
  });
  addEventListener('input', ({ target }) => {
    if (typing && target === typing.field) typing.edited = true;
  });
}

function begin(element: Element | null): void {
  const field = asTextField(element);
  typing = field && { field, first: field.value, edited: false };
}

/** The studio itself has changed what stands in the field: from now on that is where it began. */
export function beginTypingAnew(): void {
  begin(focusedTextField());
}

/** Whether the field has been typed in since it got the focus, and not back to where it began. */
export function hasOwnUndo(field: HTMLElement): boolean {
  return typing?.field === field && typing.field.value !== typing.first;
}

/** Whether the browser may have taken back something that was typed in the field. */
export function hasOwnRedo(field: HTMLElement): boolean {
  return typing?.field === field && typing.edited;
}
