/**
 * How every form outlives a reload. What stood in it comes back field by field, and from then on each field that changes is
 * written. A tab shows its own form as long as it is open; of two tabs that edit one field the last has it kept.
 */
import type { KeptFields } from '../../kit/form/keptDraft.ts';
import { paced } from '../../kit/timing/paced.ts';
import { keep, readKept } from '../noticesStore.ts';
import { type FormSteps, formRecorder } from './formHistory.ts';
import { FORM_VERSION, formRecords } from './formRecords.ts';
import { forgetLeft, leave, takeLeft } from './leftFields.ts';

/** Milliseconds between two times that a form is written. */
const KEEP_INTERVAL = 500;

export interface KeptForm<F> {
  id: string;
  form: () => F;
  show: (form: F) => void;
  /** Calls on every change of what the form is a part of. */
  subscribe: (changed: () => void) => void;
  /** What is kept of it: values that storage takes, and that JSON tells apart. */
  fieldsOf: (form: F) => KeptFields;
  /** The form with what was kept; what is missing or can't be read is as in `first`. */
  restored: (fields: KeptFields, first: F) => F;
  /** How changes of it are told of in the history; left out for what is no form of a person's. */
  steps?: FormSteps;
  /** Where an earlier version kept it. */
  formerly?: { read: () => Promise<KeptFields | null>; forget: () => Promise<void> };
}

const waiting = new Set<() => void>();

/** Keeps at once what waits for its turn: the page may be on its way out. */
export function keepFormsNow(): void {
  for (const flush of waiting) flush();
}

/** Brings back what was kept, and keeps what changes. What a person changed meanwhile stays. */
export async function followForm<F>(kept: KeptForm<F>): Promise<void> {
  const first = kept.form();
  const atFirst = asTexts(kept.fieldsOf(first));
  const [record] = await readKept(formRecords, [kept.id]);
  const former = record ? null : await kept.formerly?.read();
  const left = takeLeft(kept.id);
  const unwritten = { ...left, ...changes(kept.fieldsOf(kept.form()), atFirst) };
  const fields = record?.fields ?? former ?? (Object.keys(left).length > 0 ? {} : null);
  if (fields) kept.show(kept.restored({ ...fields, ...unwritten }, kept.form()));

  // What stands in the form as it does in storage; of the others nothing is written before they change.
  const written = asTexts(kept.fieldsOf(kept.form()));
  for (const name of Object.keys({ ...former, ...unwritten })) written.delete(name);
  const recorder = paced<F>(KEEP_INTERVAL, (form) => void write(kept.id, kept.fieldsOf(form), written));
  waiting.add(() => {
    const fields = kept.fieldsOf(kept.form());
    const unwrittenNow = changes(fields, written);
    if (Object.keys(unwrittenNow).length === 0) return;
    leave(kept.id, unwrittenNow);
    // A page that stays after all has no use for what it left.
    void write(kept.id, fields, written).then((done) => done && forgetLeft(kept.id));
  });
  if (former) {
    if (await write(kept.id, kept.fieldsOf(kept.form()), written)) await kept.formerly?.forget();
  } else if (Object.keys(unwritten).length > 0) recorder.offer(kept.form());

  const noteStep = kept.steps && formRecorder(kept, kept.steps);
  let last = kept.form();
  kept.subscribe(() => {
    const now = kept.form();
    if (now === last) return;
    noteStep?.(last, now);
    last = now;
    recorder.offer(now);
  });
}

/** Writes the fields that changed beside those that lie there, which another tab may have changed. */
async function write(id: string, fields: KeptFields, written: Map<string, string>): Promise<boolean> {
  const changed = changes(fields, written);
  const names = Object.keys(changed);
  if (names.length === 0) return true;
  for (const [name, text] of asTexts(changed)) written.set(name, text);
  const done = await keep(async () => {
    await formRecords.put(id, (before) => ({ id, version: FORM_VERSION, fields: { ...before?.fields, ...changed } }));
  });
  // The next change takes them along.
  if (!done) for (const name of names) written.delete(name);
  return done;
}

function asTexts(fields: KeptFields): Map<string, string> {
  return new Map(Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value)]));
}

/** The fields that are others than they were. */
function changes(fields: KeptFields, before: ReadonlyMap<string, string>): KeptFields {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => before.get(name) !== JSON.stringify(value)),
  );
}
