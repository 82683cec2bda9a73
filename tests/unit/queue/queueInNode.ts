/** The queue without a page: storage and locks in memory that tabs share, and a training that ends as a test says. */
import { StudioError } from '../../../src/contract/errors.ts';
import { INVERSION_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import type { NewItem, QueuedRun } from '../../../src/features/training/queue/queuedRun.ts';
import { QueueFlow, type QueueTools } from '../../../src/features/training/queue/queueFlow.ts';
import {
  HEAD_AT_FIRST,
  type QueuedPicture,
  type QueueItem,
  type QueueRecord,
} from '../../../src/features/training/queue/queueRecords.ts';
import { reduceQueue } from '../../../src/features/training/queue/queueReducer.ts';
import { QUEUE_AT_FIRST, type QueueState } from '../../../src/features/training/queue/queueState.ts';
import type { RunEnd } from '../../../src/features/training/run/trainingFlow.ts';
import { identity, model, settings } from '../training/trainingInNode.ts';

export const MODEL = model;

export function newItem(id: string, change: Partial<NewItem> = {}): NewItem {
  return {
    id,
    settings: { ...settings, adapterName: id },
    images: [{ fingerprint: 'p', name: 'cloth.png', caption: '' }],
    dataset: null,
    ownClassImages: [],
    model: { fingerprint: MODEL.fingerprint, name: MODEL.name },
    sweep: null,
    ...change,
  };
}

export const word = (id: string): NewItem =>
  newItem(id, { settings: { ...INVERSION_DEFAULTS, adapterName: id, placeholder: `<${id}>` } });

export const queued = (...items: NewItem[]): QueuedRun => ({
  items,
  pictures: [{ id: 'p', bytes: new Blob(['p']) }],
});

/** What tabs have in common. */
export function browserInMemory() {
  const records = new Map<string, QueueRecord>();
  const pictures = new Map<string, QueuedPicture>();
  const unfinished = new Set<string>();
  const library = new Set<string>();
  const log: string[] = [];
  return { records, pictures, unfinished, library, log, refuses: false, underWay: held(), turns: chain(), place: 0 };
}
export type Browser = ReturnType<typeof browserInMemory>;

/** What tabs hold together, and others wait for. */
function held() {
  let holders = 0;
  let waiting: (() => void)[] = [];
  return {
    hold: async () => {
      holders += 1;
      return async () => {
        holders -= 1;
        if (holders > 0) return;
        for (const go of waiting) go();
        waiting = [];
      };
    },
    isHeld: () => holders > 0,
    free: async () => {
      while (holders > 0) await new Promise<void>((go) => waiting.push(go));
    },
  };
}

/** One work after the other. */
function chain() {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run<T>(work: () => Promise<T>): Promise<T> {
      const mine = last.then(work);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

/** A tab over a browser. Its runs end by `end`, which is told how. */
export function tab(browser: Browser, change: Partial<QueueTools> = {}) {
  let state: QueueState = { ...QUEUE_AT_FIRST, loaded: true };
  let active: { id: string; end: (end: RunEnd) => void } | null = null;
  const refused: unknown[] = [];
  const runs: string[] = [];

  const write = async (work: () => void) => {
    await Promise.resolve();
    if (browser.refuses) throw new Error('no room');
    work();
  };
  /** A run that this tab is at, until a test ends it. */
  async function train(id: string, how: string): Promise<void> {
    runs.push(`${how} ${id}`);
    browser.log.push(`${how} ${id}`);
    const asked = new Promise<RunEnd>((end) => {
      active = { id, end };
    });
    page.flow.begun(id, id);
    const end = await asked;
    active = null;
    if (end.end === 'learnt' && end.stored) browser.library.add(id);
    browser.log.push(`${end.end} ${id}`);
    page.flow.over(id, end);
  }

  const tools: QueueTools = {
    state: () => state,
    tell: (event) => {
      state = reduceQueue(state, event);
    },
    storage: {
      readAll: async () => [...browser.records.values()],
      add: (items, pictures) =>
        write(() => {
          for (const picture of pictures) browser.pictures.set(picture.id, picture);
          for (const item of items) browser.records.set(item.id, item);
        }),
      update: async (id, changing) => {
        const record = browser.records.get(id);
        if (record?.kind !== 'run') return null;
        const changed = changing(record);
        await write(() => void browser.records.set(id, changed));
        return changed;
      },
      head: async (changing) => {
        const record = browser.records.get('head');
        const changed = changing(record?.kind === 'head' ? record : HEAD_AT_FIRST);
        await write(() => void browser.records.set('head', changed));
        return changed;
      },
      remove: (ids) =>
        write(() => {
          for (const id of ids) browser.records.delete(id);
        }),
      take: async (ids) => {
        let items: QueueItem[] = [];
        await write(() => {
          items = ids.flatMap((id) => {
            const record = browser.records.get(id);
            return record?.kind === 'run' ? [record] : [];
          });
          for (const id of ids) browser.records.delete(id);
        });
        return { items, pictures: [...browser.pictures.values()] };
      },
      tidy: async () => {
        const left = [...browser.records.values()].some(({ kind }) => kind === 'run');
        if (!left) browser.pictures.clear();
      },
      refused: (error) => refused.push(error),
    },
    alone: (work) => browser.turns.run(work),
    hold: () => browser.underWay.hold(),
    nobodyTrains: () => browser.underWay.free(),
    isTraining: () => active !== null,
    trainsElsewhere: async () => browser.underWay.isHeld(),
    model: async () => MODEL,
    unfinished: async (id) =>
      browser.unfinished.has(id)
        ? { id, startedAt: 1, settings, identity, ownClassImages: [], fewStepAdapter: null, paused: false }
        : null,
    isInLibrary: async (id) => browser.library.has(id),
    train: {
      start: ({ id }) => train(id, 'start'),
      goOn: ({ id }) => train(id, 'go on'),
    },
    nextPlace: async () => {
      browser.place += 1;
      return browser.place;
    },
    now: () => 1_000,
    ...change,
  };
  const page = {
    flow: new QueueFlow(tools),
    runs,
    refused,
    state: () => state,
    names: () => state.items.map(({ id }) => id),
    active: () => active?.id ?? null,
    end: async (end: RunEnd) => {
      active?.end(end);
      await atRest();
    },
    /** What it hears of other tabs. */
    hear: async () => {
      tools.tell({ type: 'read', records: [...browser.records.values()] });
      page.flow.wake();
      await atRest();
    },
    direct: (id: string) => void train(id, 'start'),
  };
  return page;
}

export const LEARNT: RunEnd = { end: 'learnt', stored: true };
export const failed = (code: 'diverged' | 'busy'): RunEnd => ({
  end: 'failed',
  error: new StudioError({ code, message: `It ended as ${code}.`, advice: 'Try again.' }).info,
});

/** Resolves once all that goes on by itself has come to rest. */
export async function atRest(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve, 0));
  for (let turn = 0; turn < 60; turn++) await Promise.resolve();
}

export const item = (id: string, place: number, change: Partial<QueueItem> = {}): QueueItem => ({
  ...newItem(id),
  kind: 'run',
  place,
  addedAt: place,
  error: null,
  ...change,
});
