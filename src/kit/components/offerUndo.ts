/** Says what was taken away, with a way to have it back: as long as it is offered, and by the history. */
import { toast } from 'sonner';
import { drop, remember, type Undoable, undoStep } from '../history/history.ts';
import { t } from '../language/t.ts';

/** Milliseconds for which it is offered. */
const OFFERED_FOR = 10_000;

interface Offer extends Undoable {
  /** Whether undoing it needs room in storage, so that it can be undone only as long as it is offered. */
  brief?: boolean;
}

/** @param message a sentence, e.g. `“Indigo” was deleted.` */
export function offerUndo(message: string, { brief = false, undo, ...others }: Offer): void {
  const step = remember(message, {
    ...others,
    undo: () => {
      toast.dismiss(offer);
      return undo();
    },
  });
  const end = () => {
    if (brief) drop(step);
  };
  const offer = toast(message, {
    duration: OFFERED_FOR,
    action: { label: t('Undo'), onClick: () => void undoStep(step) },
    onAutoClose: end,
    onDismiss: end,
  });
}
