/** Which steps of the course were done, over a reload. */
import * as z from 'zod';
import { create } from 'zustand';
import { own } from '../../kit/records/own.ts';
import { followForm } from '../../session/forms/keptForm.ts';

/** Ids that are read back; one that is no step any more is shown nowhere. */
const KeptDone = z.array(z.string().max(100)).max(200);

interface Progress {
  /** Ids of steps. */
  done: readonly string[];
}

export const useProgress = create<Progress>(() => ({ done: [] }));

export function markDone(step: string, done: boolean): void {
  useProgress.setState((now) => ({ done: [...now.done.filter((id) => id !== step), ...(done ? [step] : [])] }));
}

export function loadProgress(): Promise<void> {
  return followForm<Progress>({
    id: 'course',
    form: useProgress.getState,
    show: (progress) => useProgress.setState(progress),
    subscribe: (changed) => useProgress.subscribe(changed),
    fieldsOf: ({ done }) => ({ done }),
    restored: (fields, first) => {
      const { data } = KeptDone.safeParse(own(fields, 'done'));
      return data ? { done: [...new Set(data)] } : first;
    },
  });
}
