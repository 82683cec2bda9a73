/** Undo and redo by hand: takes a person to where it is seen, and says what was done. */
import { toast } from 'sonner';
import { redoStep, type Step, undoStep } from '../../kit/history/history.ts';
import { t } from '../../kit/language/t.ts';
import { notifyError } from '../../session/noticesStore.ts';
import { readPanel } from '../address.ts';
import { beginTypingAnew } from './typing.ts';

/** One message at a time: the next takes its place. */
const MESSAGE = 'history';

export function undo(): void {
  void undoStep().then((step) => tell(step, t('Undone'), t('Nothing is left to be undone.')), notifyError);
}

export function redo(): void {
  void redoStep().then((step) => tell(step, t('Done again'), t('There is nothing to be done again.')), notifyError);
}

function tell(step: Step | null, done: string, nothing: string): void {
  if (step?.where && readPanel(location.hash).route !== readPanel(step.where).route) location.hash = step.where;
  toast(step ? `${done}: ${step.what.replace(/\.$/, '')}.` : nothing, { id: MESSAGE, duration: 3000 });
  // Once it stands in the field.
  requestAnimationFrame(beginTypingAnew);
}
