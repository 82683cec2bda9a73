/**
 * What a person changes in a form becomes steps of the history: by field, so that undoing one leaves what changed meanwhile. What
 * is typed in a field without leaving it, or moved without a pause, is one step.
 */

import type { Message } from '../../contract/message.ts';
import type { KeptFields } from '../../kit/form/keptDraft.ts';
import { focusedTextField } from '../../kit/form/textFields.ts';
import {
  amendLast,
  drop,
  isLast,
  isSilent,
  remember,
  type Undoable,
  withoutHistory,
} from '../../kit/history/history.ts';
import { t } from '../../kit/language/t.ts';

/** How a form is told of in the history. */
export interface FormSteps {
  /** The panel that shows it, e.g. `Create`. */
  name: Message;
  /** Its address, e.g. `#/create`. */
  where: string;
  /** A field's name for people; null for one that its person doesn't set. */
  labelOf: (field: string) => string | null;
  /** What has to be so for a step of it to be taken back or done again. */
  within?: (undoable: Undoable) => Undoable;
}

/** What it takes to put fields of a form back. */
interface Form<F> {
  form: () => F;
  show: (form: F) => void;
  fieldsOf: (form: F) => KeptFields;
  restored: (fields: KeptFields, first: F) => F;
}

/** Milliseconds without a change after which the next one is a step of its own. */
const PAUSE = 1000;

/** The step that further changes may still belong to. */
interface Open<F> {
  id: number;
  fields: string;
  typedIn: Element | null;
  at: number;
  before: F;
}

/** Gives what is to hear of every change of the form. */
export function formRecorder<F>(
  kept: Form<F>,
  { name, where, labelOf, within = (undoable) => undoable }: FormSteps,
): (before: F, after: F) => void {
  let open: Open<F> | null = null;
  return (before, after) => {
    const changed = isSilent() ? [] : changedFields(kept, before, after).filter((field) => labelOf(field) !== null);
    if (changed.length === 0) return;
    const fields = changed.join(' ');
    const typedIn = focusedTextField();
    const at = Date.now();
    const goesOn =
      open !== null &&
      open.fields === fields &&
      isLast(open.id) &&
      (at - open.at < PAUSE || (typedIn !== null && open.typedIn === typedIn));
    const first: F = goesOn && open ? open.before : before;
    const back = changedFields(kept, first, after).filter((field) => labelOf(field) !== null);
    const what = stepText(changed, labelOf, t(name));
    if (goesOn && open) {
      // Typed back to where it began, nothing was done.
      if (back.length === 0) {
        drop(open.id);
        open = null;
        return;
      }
      amendLast(open.id, what, wayBack(kept, first, after, changed, { what, where, within }));
      open = { ...open, typedIn, at };
      return;
    }
    open = {
      id: remember(what, wayBack(kept, first, after, changed, { what, where, within }), where),
      fields,
      typedIn,
      at,
      before,
    };
  };
}

function changedFields<F>({ fieldsOf }: Form<F>, before: F, after: F): string[] {
  const [from, to] = [fieldsOf(before), fieldsOf(after)];
  const names = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...names].filter((field) => JSON.stringify(from[field]) !== JSON.stringify(to[field]));
}

/** e.g. `Prompt in Create`, `4 fields in Train`. */
function stepText(changed: readonly string[], labelOf: FormSteps['labelOf'], name: string): string {
  const [only, ...others] = new Set(changed.map(labelOf));
  return others.length === 0
    ? t('{only} in {name}', { only, name })
    : t('{others} fields in {name}', { others: others.length + 1, name });
}

function wayBack<F>(
  kept: Form<F>,
  before: F,
  after: F,
  changed: readonly string[],
  { what, where, within }: { what: string } & Required<Pick<FormSteps, 'where' | 'within'>>,
): Undoable {
  const put = (from: F, to: F) => withoutHistory(() => kept.show(at(kept, from, to, changed)));
  const back: Undoable = within({
    undo: () => put(after, before),
    again: () => {
      put(before, after);
      remember(what, back, where);
    },
  });
  return back;
}

/** The form with these fields as they are in `to`; all of `to` where nothing else changed since it stood at `from`. */
function at<F>({ form, fieldsOf, restored }: Form<F>, from: F, to: F, changed: readonly string[]): F {
  const now = form();
  if (now === from) return to;
  const wanted = fieldsOf(to);
  const fields = Object.fromEntries(changed.map((field) => [field, wanted[field]]));
  return restored({ ...fieldsOf(now), ...fields }, now);
}
