/** What came in by a person's hand, as a step: undone, it is removed; done again, its removal is undone. */
import { remember, type Undoable } from './history.ts';

/** A removal that can be taken back. */
interface Removal {
  undo: () => Promise<unknown>;
  /** Lets go of what undoing needs, where it needs more than itself. */
  forget?: () => unknown;
}

/**
 * Notes that something came in.
 * @param remove gives null where it is gone already
 * @param where address of the panel in which it is seen
 * @param within what has to be so for it to be done
 */
export function rememberArrival(
  what: string,
  remove: () => Promise<Removal | null>,
  where: string,
  within: (undoable: Undoable) => Undoable = (undoable) => undoable,
): void {
  let removed: Removal | null = null;
  const step = within({
    undo: async () => {
      removed = await remove();
    },
    again: async () => {
      await removed?.undo();
      rememberArrival(what, remove, where, within);
    },
    forget: () => removed?.forget?.(),
  });
  remember(what, step, where);
}
