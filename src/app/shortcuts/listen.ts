/** Listens to the keys: never while a person types, unless with Ctrl or ⌘, and never behind a dialog. */
import { tinykeys } from 'tinykeys';
import { asTextField } from '../../kit/form/textFields.ts';
import { SHORTCUTS, type Shortcut } from './shortcuts.ts';
import { watchTyping } from './typing.ts';

/** To be called once. */
export function listenToKeys(): void {
  watchTyping();
  tinykeys(
    window,
    Object.fromEntries(SHORTCUTS.flatMap((shortcut) => shortcut.keys.map((keys) => [keys, heard(shortcut, keys)]))),
  );
}

const heard = (shortcut: Shortcut, keys: string) => (event: KeyboardEvent) => {
  if (event.defaultPrevented || event.repeat || document.querySelector('[role="dialog"]')) return;
  const focused = document.activeElement;
  // A list of choices is gone through by its letters, and so is a menu.
  if (focused?.closest('[role="menu"]')) return;
  const typed = asTextField(focused) ?? (focused instanceof HTMLSelectElement ? focused : null);
  if (typed && (shortcut.leftToField ? shortcut.leftToField(typed) : !keys.startsWith('$mod'))) return;
  event.preventDefault();
  shortcut.act();
};
