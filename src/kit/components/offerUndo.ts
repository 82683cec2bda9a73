/** Says what was taken away, with a way to have it back. */
import { toast } from 'sonner';

/** Milliseconds for which it is offered. */
const OFFERED_FOR = 10_000;

/** What was taken away, as long as it can be put back. */
export interface Undoable {
  undo: () => unknown;
  /** Lets go of what undoing needs, once nobody can press it any more. */
  forget?: () => unknown;
}

/** @param message a sentence, e.g. `“Indigo” was deleted.` */
export function offerUndo(message: string, { undo, forget }: Undoable): void {
  const letGo = () => void forget?.();
  toast(message, {
    duration: OFFERED_FOR,
    action: { label: 'Undo', onClick: () => void undo() },
    onAutoClose: letGo,
    onDismiss: letGo,
  });
}
