/** Whether a person has pressed, typed, pasted or dropped anything since the page was opened. */
const KINDS = ['pointerdown', 'keydown', 'paste', 'drop'] as const;

let touched = false;

/** From now on it is known. */
export function watchTouch(): void {
  const note = () => {
    touched = true;
    for (const kind of KINDS) removeEventListener(kind, note, true);
  };
  for (const kind of KINDS) addEventListener(kind, note, true);
}

export const isTouched = (): boolean => touched;
