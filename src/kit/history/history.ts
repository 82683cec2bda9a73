/**
 * What a person did and can take back: one history for the whole page, in which deletions, edits of forms and all other steps
 * stand in the order they were done. It goes with the page.
 */
import { create } from 'zustand';

/** How something that was done is taken back. */
export interface Undoable {
  undo: () => unknown;
  /** Does it once more, and notes it as a step again; left out where it can't be done twice. */
  again?: () => unknown;
  /** Lets go of what undoing needs, once nobody can ask for it any more. */
  forget?: () => unknown;
}

export interface Step extends Undoable {
  id: number;
  /** In words, e.g. `Prompt in Create`. */
  what: string;
  /** Address of the panel in which it is seen, e.g. `#/create`; null where it is told of enough. */
  where: string | null;
}

interface HistoryState {
  /** Can be taken back, the last one first in turn. */
  done: readonly Step[];
  /** Were taken back and can be done again, the last one first in turn. */
  undone: readonly Step[];
}

/** Steps that are kept; what lies further back is let go of. */
export const MOST_STEPS = 100;

export const useHistory = create<HistoryState>(() => ({ done: [], undone: [] }));

let lastId = 0;
let silent = 0;
let redoing = false;
/** Steps are taken back one after the other, however fast they are asked for. */
let turn: Promise<unknown> = Promise.resolve();

/** Notes a step. Gives its id. What was taken back before can't be done again then. */
export function remember(what: string, undoable: Undoable, where: string | null = null): number {
  const step: Step = { ...undoable, id: ++lastId, what, where };
  const { done, undone } = useHistory.getState();
  const all = [...done, step];
  const left = redoing ? undone : [];
  useHistory.setState({ done: all.slice(-MOST_STEPS), undone: left });
  for (const gone of [...all.slice(0, -MOST_STEPS), ...undone.filter((other) => !left.includes(other))])
    gone.forget?.();
  return step.id;
}

/** Puts another way back in a step's place, as long as it is the last that was done; tells whether it was. */
export function amendLast(id: number, what: string, undoable: Undoable): boolean {
  const { done, undone } = useHistory.getState();
  const last = done.at(-1);
  if (last?.id !== id || undone.length > 0) return false;
  useHistory.setState({ done: [...done.slice(0, -1), { ...last, ...undoable, what }] });
  return true;
}

/** Takes a step out that can be taken back still, and lets go of it. */
export function drop(id: number): void {
  const { done } = useHistory.getState();
  const step = done.find((other) => other.id === id);
  if (!step) return;
  useHistory.setState({ done: done.filter((other) => other !== step) });
  step.forget?.();
}

/** Whether a step is the last that was done, and can be amended. */
export function isLast(id: number): boolean {
  const { done, undone } = useHistory.getState();
  return done.at(-1)?.id === id && undone.length === 0;
}

/** Takes back the last step, or that of an id. Gives it; null where there is none. */
export function undoStep(id?: number): Promise<Step | null> {
  return inTurn(async () => {
    const { done, undone } = useHistory.getState();
    const step = id === undefined ? done.at(-1) : done.find((other) => other.id === id);
    if (!step) return null;
    useHistory.setState({ done: done.filter((other) => other !== step), undone: [...undone, step] });
    await step.undo();
    return step;
  });
}

/** Does the last step again that was taken back. Gives it; null where there is none, or none that can be done twice. */
export function redoStep(): Promise<Step | null> {
  return inTurn(async () => {
    const { undone } = useHistory.getState();
    const step = undone.at(-1);
    if (!step) return null;
    useHistory.setState({ undone: undone.slice(0, -1) });
    if (!step.again) return null;
    redoing = true;
    try {
      await step.again();
    } finally {
      redoing = false;
    }
    return step;
  });
}

function inTurn<R>(work: () => Promise<R>): Promise<R> {
  const done = turn.then(work);
  turn = done.catch(() => undefined);
  return done;
}

/** Does something at once that is no step of its person's: what the studio changes by itself, or takes back. */
export function withoutHistory(work: () => void): void {
  silent += 1;
  try {
    work();
  } finally {
    silent -= 1;
  }
}

/** Whether what happens now is no step. */
export function isSilent(): boolean {
  return silent > 0;
}
