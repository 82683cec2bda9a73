/**
 * Runs that wait have their turns one after the other, in whichever tab. Of all tabs one at a time looks whose turn it is, and
 * by what storage says then, so that nothing is run twice. What this works with is handed in.
 */
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import { t } from '../../../kit/language/t.ts';
import type { RunRecord } from '../../library/records/runRecords.ts';
import type { RunEnd } from '../run/trainingFlow.ts';
import type { QueuedRun } from './queuedRun.ts';
import type { QueueHead, QueueItem, QueueRecord } from './queueRecords.ts';
import { isWaiting, neighbour, nextItem, placeBefore, type QueueEvent, type QueueState } from './queueState.ts';

/** What was taken out of storage: all it takes to put it back. */
export interface TakenItems {
  items: QueueItem[];
  pictures: QueuedRun['pictures'];
}

/** What the queue needs of the rest of the studio. */
export interface QueueTools {
  state: () => QueueState;
  tell: (event: QueueEvent) => void;
  storage: {
    readAll: () => Promise<QueueRecord[]>;
    /** Writes new items with their pictures: these first. @throws StorageError */
    add: (items: readonly QueueItem[], pictures: QueuedRun['pictures']) => Promise<void>;
    /** Changes a record as it lies in storage by now; gives it. @throws StorageError */
    update: (id: string, change: (item: QueueItem) => QueueItem) => Promise<QueueRecord | null>;
    head: (change: (head: QueueHead) => QueueHead) => Promise<QueueRecord | null>;
    remove: (ids: readonly string[]) => Promise<void>;
    /** Removes those of these items that are still there, and gives them with all their pictures. @throws StorageError */
    take: (ids: readonly string[]) => Promise<TakenItems>;
    /** Deletes the pictures that no item has any more. */
    tidy: () => Promise<void>;
    /** Tells of what storage refused. */
    refused: (error: unknown) => void;
  };
  /** Does the work as the only tab that gives out turns, once it is this tab's turn to do so. */
  alone: (work: () => Promise<void>) => Promise<void>;
  /** Lets all tabs know that a run is under way here, from before it waits for its device until its end is noted. */
  hold: () => Promise<() => Promise<void>>;
  /** Ends once no run is under way in any tab. */
  nobodyTrains: () => Promise<void>;
  /** Whether a run is under way in this tab. */
  isTraining: () => boolean;
  /** Whether one is in another. */
  trainsElsewhere: () => Promise<boolean>;
  /** The open model, opened where it has to be. @throws StudioError */
  model: () => Promise<ModelInfo>;
  /** A run that can be gone on with. */
  unfinished: (id: string) => Promise<RunRecord | null>;
  /** Whether the library has what a run left. */
  isInLibrary: (id: string) => Promise<boolean>;
  train: {
    start: (item: QueueItem) => Promise<void>;
    goOn: (record: RunRecord) => Promise<void>;
  };
  /** A place behind all that were given out. */
  nextPlace: (known: number) => Promise<number>;
  /** Milliseconds since 1970. */
  now: () => number;
}

export class QueueFlow {
  readonly #tools: QueueTools;
  /** The run that this tab is at. */
  #active: string | null = null;
  #driving = false;
  #looking = false;
  #again = false;
  /** Runs that are over by what this page knows, even where storage did not take that: they have no turn here again. */
  readonly #done = new Set<string>();
  #letGo: (() => Promise<void>) | null = null;
  /** Ends once the end of the last run is noted. */
  #noted: Promise<void> = Promise.resolve();

  constructor(tools: QueueTools) {
    this.#tools = tools;
  }

  /** Puts runs at the end, all of them or none. @throws StorageError where there is no room for them */
  async add({ items, pictures }: QueuedRun): Promise<QueueItem[]> {
    const { state, tell, storage, nextPlace, now } = this.#tools;
    const added: QueueItem[] = [];
    for (const item of items) {
      const place = await nextPlace(added.at(-1)?.place ?? state().items.at(-1)?.place ?? 0);
      added.push({ ...item, kind: 'run', place, addedAt: now(), error: null });
    }
    await storage.add(added, pictures);
    tell({ type: 'changed', written: added, removed: [] });
    this.wake();
    return added;
  }

  /**
   * Takes items out; what it gives puts them back, at their places. One that is under way stays; one that another tab took
   * out before is that tab's to put back.
   */
  async remove(ids: readonly string[]): Promise<{ items: QueueItem[]; undo: () => Promise<void> }> {
    const { state, tell, storage } = this.#tools;
    const underWay = this.#underWay();
    const asked = state().items.flatMap(({ id }) => (ids.includes(id) && id !== underWay ? [id] : []));
    // Held on the page while they can be put back: storage lets go of them.
    let taken: TakenItems = { items: [], pictures: [] };
    await this.#write(async () => {
      taken = await storage.take(asked);
      tell({ type: 'changed', written: [], removed: asked });
      await storage.tidy();
    });
    const { items, pictures } = taken;
    return {
      items,
      undo: () =>
        this.#write(async () => {
          await storage.add(items, pictures);
          tell({ type: 'changed', written: items, removed: [] });
          this.wake();
        }),
    };
  }

  /** Moves an item up or down by one. */
  async move(id: string, by: -1 | 1): Promise<void> {
    const before = neighbour(this.#tools.state().items, id, by);
    if (before !== undefined) await this.putBefore(id, before);
  }

  /** Moves an item before another one; to the end where there is none. */
  async putBefore(id: string, before: string | null): Promise<void> {
    const place = placeBefore(this.#tools.state().items, id, before);
    if (place !== null) await this.#update(id, (item) => ({ ...item, place }));
  }

  /** No further run begins until `goOn`. */
  hold(): Promise<void> {
    return this.#head((head) => ({ ...head, held: true }));
  }

  /** Runs begin again, whatever became of the one before. */
  async goOn(): Promise<void> {
    const underWay = this.#underWay();
    await this.#head((head) => ({ ...head, held: false, ...(underWay === null && { after: null }) }));
    this.wake();
  }

  /** Lets a run that failed wait for its turn again. */
  async tryAgain(id: string): Promise<void> {
    this.#done.delete(id);
    await this.#update(id, (item) => ({ ...item, error: null }));
    this.wake();
  }

  /** A run was begun or gone on with in this tab, of the queue or not. */
  begun(id: string, name: string): void {
    const { state, tell } = this.#tools;
    this.#active = id;
    tell({ type: 'trains', trains: 'here' });
    // Whoever goes on with the run that the queue paused for goes on with the queue.
    const isItem = state().items.some((item) => item.id === id);
    this.#noted = this.#noted.then(async () => {
      this.#letGo = await this.#tools.hold();
      await this.#head((head) => ({ ...head, after: id, afterName: name, held: head.held && !isItem }));
    });
  }

  /** It ended, in whichever way; so does one that was given up without being under way. */
  over(id: string, end: RunEnd): void {
    const wasHere = this.#active === id;
    if (wasHere) {
      this.#active = null;
      this.#tools.tell({ type: 'trains', trains: 'nobody' });
    }
    this.#noted = this.#noted.then(async () => {
      await this.#note(id, end);
      // Only then may another tab look whose turn it is.
      if (wasHere) await this.#letGo?.();
      this.wake();
    });
  }

  /** Looks whose turn it is, as after anything that may have changed it. */
  wake(): void {
    void this.#look();
    if (this.#driving) {
      this.#again = true;
      return;
    }
    if (!this.#tools.state().items.some(isWaiting)) return;
    this.#driving = true;
    this.#again = false;
    void this.#tools
      .alone(() => this.#drive())
      .catch(this.#tools.storage.refused)
      .finally(() => {
        this.#driving = false;
        if (this.#again) this.wake();
      });
  }

  /** The id of the run that is under way, here or elsewhere. */
  #underWay(): string | null {
    const { head, trains } = this.#tools.state();
    return this.#active ?? (trains === 'nobody' ? null : head.after);
  }

  /** Gives turns until there is none to give. */
  async #drive(): Promise<void> {
    const { state, isTraining, nobodyTrains, isInLibrary } = this.#tools;
    for (;;) {
      await nobodyTrains();
      await this.#noted;
      await this.#readAnew();
      const left = state().head.after;
      if (left !== null && !isTraining() && (await this.#isOver(left))) await this.#forget(left);
      const next = await this.#next();
      if (!next || isTraining()) return;
      if (await isInLibrary(next.id)) await this.#forget(next.id);
      else await this.#begin(next);
    }
  }

  async #next(): Promise<QueueItem | null> {
    const { state, model } = this.#tools;
    const { head, items } = state();
    if (head.held || head.after !== null || !items.some(isWaiting)) return null;
    // What can't be opened is told where it is opened.
    const open = await model().catch(() => null);
    const now = state();
    return open && nextItem({ ...now, items: now.items.filter(({ id }) => !this.#done.has(id)) }, open);
  }

  async #begin(item: QueueItem): Promise<void> {
    const { unfinished, train } = this.#tools;
    const record = await unfinished(item.id);
    await (record ? train.goOn(record) : train.start(item));
    await this.#noted;
  }

  /** Whether a run that nobody heard the end of came to it: it is in the library, or nothing of it is left to go on with. */
  async #isOver(id: string): Promise<boolean> {
    const { state, isInLibrary, unfinished } = this.#tools;
    if (await isInLibrary(id)) return true;
    return !state().items.some((item) => item.id === id) && (await unfinished(id)) === null;
  }

  /** Lets go of a run that is over. */
  async #forget(id: string): Promise<void> {
    const { state, tell, storage } = this.#tools;
    this.#done.add(id);
    await this.#write(async () => {
      if (state().items.some((item) => item.id === id)) {
        await storage.remove([id]);
        tell({ type: 'changed', written: [], removed: [id] });
        await storage.tidy();
      }
    });
    await this.#head((head) => (head.after === id ? { ...head, after: null } : head));
  }

  async #note(id: string, end: RunEnd): Promise<void> {
    switch (end.end) {
      case 'learnt':
        if (end.stored) return this.#forget(id);
        return this.#failed(id, {
          message: t('There was no room to store what it learnt: it is in the library on this page alone.'),
          advice: t('Free some room, and press “Store it again” on its card.'),
        });
      case 'discarded':
        return this.#forget(id);
      case 'failed':
        // Another tab was before it: its turn comes again.
        if (end.error.code !== 'busy') return this.#failed(id, end.error);
        return this.#head((head) => (head.after === id ? { ...head, after: null } : head));
      // Its person wants the device: the next run must not take it.
      case 'paused':
      case 'cancelled':
        return this.#head((head) => (head.after === id ? { ...head, after: null, held: this.#holds() } : head));
    }
  }

  /** A queue that nothing stands in need not be held. */
  #holds(): boolean {
    return this.#tools.state().items.some(isWaiting);
  }

  async #failed(id: string, { message, advice }: { message: string; advice: string }): Promise<void> {
    this.#done.add(id);
    await this.#update(id, (item) => ({ ...item, error: { message, advice } }));
    await this.#head((head) => (head.after === id ? { ...head, after: null } : head));
  }

  /** Finds out whether a run is under way in another tab, and looks again once it is over. */
  async #look(): Promise<void> {
    const { state, tell, isTraining, trainsElsewhere, nobodyTrains } = this.#tools;
    if (this.#looking || isTraining() || state().head.after === null) return;
    this.#looking = true;
    try {
      if (!(await trainsElsewhere()) || isTraining()) return;
      tell({ type: 'trains', trains: 'elsewhere' });
      await nobodyTrains();
      if (!isTraining()) tell({ type: 'trains', trains: 'nobody' });
      await this.#readAnew();
    } finally {
      this.#looking = false;
    }
    this.wake();
  }

  async #readAnew(): Promise<void> {
    this.#tools.tell({ type: 'read', records: await this.#tools.storage.readAll() });
  }

  async #update(id: string, change: (item: QueueItem) => QueueItem): Promise<void> {
    await this.#write(async () => this.#told(await this.#tools.storage.update(id, change)));
  }

  async #head(change: (head: QueueHead) => QueueHead): Promise<void> {
    const { state, tell, storage } = this.#tools;
    try {
      this.#told(await storage.head(change));
    } catch (error) {
      // It holds on this page all the same.
      tell({ type: 'changed', written: [change(state().head)], removed: [] });
      storage.refused(error);
    }
  }

  #told(record: QueueRecord | null): void {
    if (record) this.#tools.tell({ type: 'changed', written: [record], removed: [] });
  }

  async #write(write: () => Promise<void>): Promise<void> {
    await write().catch(this.#tools.storage.refused);
  }
}
