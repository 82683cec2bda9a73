/** Checkpoints kept, made adapters of their own, removed and put back. What this works with is handed in. */
import type { AdapterPlace, LearntLora, StoredLora } from '../../../contract/adapters.ts';
import { t } from '../../../kit/language/t.ts';
import type { KeptItem } from '../libraryFlow.ts';
import type { KeptAdapter } from '../libraryState.ts';
import type { LibraryRecord } from '../records/libraryFields.ts';
import { type CheckpointEvent, type CheckpointsState, placeAt, stepsOf } from './checkpointState.ts';

/** A checkpoint that is kept, by its run's id. */
interface KeptStep {
  run: string;
  step: number;
}

/** What checkpoints need of the rest of the studio. */
export interface CheckpointTools {
  state: () => CheckpointsState;
  tell: (event: CheckpointEvent) => void;
  /** Tells which there are, and what other tabs do to them; what cannot be read is told to the person there. */
  follow: (kept: (there: readonly KeptStep[]) => void, removed: (gone: readonly KeptStep[]) => void) => Promise<void>;
  /** @throws StorageError */
  write: (run: string, step: number) => Promise<void>;
  /** @throws StorageError */
  remove: (run: string, steps: readonly number[]) => Promise<void>;
  /** Tells the person what storage refuses, instead of throwing. */
  keep: (write: () => Promise<void>) => Promise<boolean>;
  /** Stores an adapter's numbers under another id. @throws StudioError where they are gone */
  copy: (place: AdapterPlace, id: string) => Promise<StoredLora>;
  keepLora: (
    fields: LibraryRecord,
    learnt: Pick<LearntLora, 'adapter' | 'fewSteps' | 'unkept'>,
  ) => Promise<KeptItem<KeptAdapter>>;
  newId: () => string;
  /** Milliseconds since 1970. */
  now: () => number;
}

export class CheckpointFlow {
  readonly #tools: CheckpointTools;

  constructor(tools: CheckpointTools) {
    this.#tools = tools;
  }

  /** Finds out which there are, and goes on hearing what other tabs do to them. */
  async load(): Promise<void> {
    const { tell, follow } = this.#tools;
    const told = (type: 'kept' | 'removed') => (steps: readonly KeptStep[]) => {
      for (const { run, step } of steps) tell({ type, run, step });
    };
    await follow(told('kept'), told('removed'));
  }

  /** Keeps what a run had learnt by a step; its numbers have been stored. @throws StorageError */
  async keep(run: string, step: number): Promise<void> {
    const { tell, write } = this.#tools;
    await write(run, step);
    tell({ type: 'kept', run, step });
  }

  /** Makes a checkpoint an adapter of its own in the library. @throws StudioError where it is gone */
  async keepAsAdapter(record: KeptAdapter, step: number): Promise<KeptAdapter> {
    const { state, copy, keepLora, newId, now } = this.#tools;
    const id = newId();
    const copied = await copy(placeAt(state(), record, step), id);
    const { adapter: _, method: __, fewSteps, origin, ...about } = record;
    const upTo = <T extends { step: number }>(points: readonly T[]) => points.filter((point) => point.step <= step);
    const fields: LibraryRecord = {
      ...about,
      id,
      name: t('{name}, step {step}', { name: record.name, step }),
      createdAt: now(),
      origin:
        origin.kind === 'trained'
          ? {
              ...origin,
              losses: upTo(origin.losses),
              ...(origin.evaluations && { evaluations: upTo(origin.evaluations) }),
              stepsDone: step,
              stopped: true,
            }
          : origin,
    };
    return (await keepLora(fields, { ...copied, fewSteps })).record;
  }

  /** Takes the checkpoints of a run from the library, their numbers not yet; gives what puts them back. */
  async remove(run: string): Promise<() => Promise<void>> {
    const { state, tell, remove, keep } = this.#tools;
    const removed = stepsOf(state(), run);
    if (removed.length === 0) return async () => undefined;
    tell({ type: 'removed', run });
    await keep(() => remove(run, removed));
    return async () => {
      for (const step of removed) await keep(() => this.keep(run, step));
    };
  }
}
