/** The run of a comparison: order of drawing and encoding, cancelling, going on, and what each failure leaves. */
import { describe, expect, it } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import { CompareFlow, type CompareTools } from '../../../src/features/compare/compareFlow.ts';
import { reduceCompare } from '../../../src/features/compare/compareReducer.ts';
import { COMPARE_AT_FIRST, drawnCount } from '../../../src/features/compare/compareState.ts';
import type { GridSettings } from '../../../src/features/compare/grid/gridSettings.ts';
import { gridText } from '../../../src/features/compare/grid/gridText.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { cancelled } from '../../../src/kit/worker/outcome.ts';
import { frozen, jobsInNode, latch, MODEL, settled } from '../jobInNode.ts';

const seeds = (...values: number[]): GridSettings => ({
  base: CREATE_DEFAULTS,
  adapters: [],
  columns: { setting: 'seed', values },
  rows: null,
});

const unencodable = new StudioError({ code: 'internal', message: 'No PNG of it.', advice: 'Try again.' });
const lost = new StudioError({ code: 'device-lost', message: 'The GPU is gone.', advice: 'Try again.' });

/** A studio whose pictures are called by their seeds; a test can hold up drawing and encoding. */
function studio() {
  let state = frozen(COMPARE_AT_FIRST);
  const model = { ...MODEL };
  const jobs = jobsInNode(() => model);
  const log: string[] = [];
  const kept: number[] = [];
  const released: string[] = [];
  const texts: string[] = [];
  const hooks = {
    whileDrawing: async (_seed: number): Promise<void> => undefined,
    whileEncoding: async (_seed: number): Promise<void> => undefined,
    missingAdapter: (_seed: number): boolean => false,
    missingWord: (_seed: number): boolean => false,
    asOnlyDrawer: (work: () => Promise<void>) => work(),
  };
  const tools: CompareTools = {
    state: () => state,
    tell(event) {
      state = frozen(reduceCompare(state, event));
      if (state.grid) texts.push(gridText(state.grid, state.run));
    },
    startJob: jobs.startJob,
    adaptersOf({ settings }) {
      if (hooks.missingAdapter(settings.seed)) throw new StudioError({ ...cancelled(), code: 'adapter-mismatch' });
      return [];
    },
    requireWord({ settings }) {
      if (hooks.missingWord(settings.seed)) throw new StudioError({ ...cancelled(), code: 'adapter-mismatch' });
    },
    async draw({ settings }, onProgress, signal) {
      const { seed, size } = settings;
      if (signal.aborted) throw new StudioError(cancelled());
      log.push(`draw ${seed}`);
      onProgress({ step: 1, steps: 2, secondsLeft: 1 });
      const ended = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new StudioError(cancelled())), { once: true });
      });
      await Promise.race([hooks.whileDrawing(seed), ended]);
      onProgress({ step: 2, steps: 2, secondsLeft: 0 });
      log.push(`drawn ${seed}`);
      return { picture: { width: size, height: size, rgba: new Uint8ClampedArray([seed]) }, seconds: 1 };
    },
    async encode({ rgba }, { settings }) {
      expect(rgba[0]).toBe(settings.seed);
      log.push(`encode ${settings.seed}`);
      await hooks.whileEncoding(settings.seed);
      log.push(`encoded ${settings.seed}`);
      return Uint8Array.of(settings.seed).buffer;
    },
    show: ({ png, seconds }) => ({ png, seconds, url: `blob:${new Uint8Array(png)[0]}` }),
    asOnlyDrawer: (work) => hooks.asOnlyDrawer(work),
    release: (url) => void released.push(url),
    async keepGrid(_id, { model: name }) {
      kept.length = 0;
      log.push(`keep grid of ${name}`);
    },
    async keepCell({ index, png }) {
      kept.push(index);
      log.push(`kept ${new Uint8Array(png)[0]}`);
    },
    newId: () => `grid-${log.length}`,
  };
  const shown = () => state.grid?.cells.map(({ picture }) => picture?.url ?? null) ?? [];
  return { flow: new CompareFlow(tools), state: () => state, model, jobs, log, kept, released, texts, hooks, shown };
}

describe('a grid', () => {
  it('is drawn to its end, each picture kept', async () => {
    const { flow, state, log, kept, jobs, shown } = studio();
    await flow.drawGrid(seeds(1, 2, 3));
    expect(log[0]).toBe('keep grid of weft-starter');
    expect(shown()).toEqual(['blob:1', 'blob:2', 'blob:3']);
    expect(kept).toEqual([0, 1, 2]);
    expect(state().run).toEqual({ state: 'idle' });
    expect(jobs.titles).toEqual(['Drawing 3 pictures']);
    const fractions = jobs.reports.map(([fraction]) => fraction ?? 0);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  it('draws the next picture while one becomes a PNG, and never gets further ahead', async () => {
    const { flow, log, hooks, shown, kept } = studio();
    const [first, second] = [latch(), latch()];
    hooks.whileEncoding = (seed) => (seed === 1 ? first.promise : seed === 2 ? second.promise : Promise.resolve());
    const done = flow.drawGrid(seeds(1, 2, 3));
    await settled();
    // The second is drawn whole, and the third waits until the first is out of the way.
    expect(log.slice(1)).toEqual(['draw 1', 'drawn 1', 'encode 1', 'draw 2', 'drawn 2']);
    expect(shown()).toEqual([null, null, null]);
    first.open();
    await settled();
    expect(log.slice(6)).toEqual(['encoded 1', 'kept 1', 'encode 2', 'draw 3', 'drawn 3']);
    expect(shown()).toEqual(['blob:1', null, null]);
    second.open();
    await done;
    expect(log.slice(11)).toEqual(['encoded 2', 'kept 2', 'encode 3', 'encoded 3', 'kept 3']);
    expect(kept).toEqual([0, 1, 2]);
  });

  it('ends only when its last picture is kept', async () => {
    const { flow, state, hooks } = studio();
    const last = latch();
    hooks.whileEncoding = (seed) => (seed === 2 ? last.promise : Promise.resolve());
    const done = flow.drawGrid(seeds(1, 2));
    await settled();
    expect(state().run).toMatchObject({ state: 'drawing', index: 1, fraction: 1, encoding: 1 });
    last.open();
    await done;
    expect(state().run).toEqual({ state: 'idle' });
  });

  it('counts its pictures up one by one, however long encoding takes', async () => {
    const { flow, texts, hooks } = studio();
    hooks.whileEncoding = () => settled();
    await flow.drawGrid(seeds(1, 2, 3));
    const places = texts.flatMap((text) => /^Picture (\d) of 3/.exec(text)?.[1] ?? []);
    expect(places).toEqual(places.toSorted());
    expect(new Set(places)).toEqual(new Set(['1', '2', '3']));
  });

  it('draws pictures of one size after one another', async () => {
    const { flow, log } = studio();
    await flow.drawGrid({
      ...seeds(1, 2),
      columns: { setting: 'size', values: [128, 64] },
      rows: { setting: 'seed', values: [1, 2] },
    });
    expect(log.filter((line) => line.startsWith('draw '))).toEqual(['draw 1', 'draw 2', 'draw 1', 'draw 2']);
  });

  it('lets only one run at a time begin', async () => {
    const { flow, jobs, log } = studio();
    const first = flow.drawGrid(seeds(1));
    await flow.drawGrid(seeds(2));
    await flow.drawMissing();
    await first;
    expect(jobs.titles).toEqual(['Drawing 1 picture']);
    expect(log).not.toContain('draw 2');
  });

  it('takes the place of the last one, whose pictures are released', async () => {
    const { flow, released, shown } = studio();
    await flow.drawGrid(seeds(1, 2));
    await flow.drawGrid(seeds(3));
    expect(released).toEqual(['blob:1', 'blob:2']);
    expect(shown()).toEqual(['blob:3']);
  });

  it('is not begun while another tab draws one, and the last one stays', async () => {
    const { flow, state, hooks, log, released, shown } = studio();
    await flow.drawGrid(seeds(1));
    const { length } = log;
    const elsewhere = new StudioError({ code: 'busy', message: 'Another tab draws.', advice: 'Wait.' });
    hooks.asOnlyDrawer = () => Promise.reject(elsewhere);
    await flow.drawGrid(seeds(2));
    expect(state().run).toEqual({ state: 'failed', error: elsewhere.info });
    expect([shown(), released, log.slice(length)]).toEqual([['blob:1'], [], []]);
  });

  it('of another tab takes the place of the last one, unless a run goes on here', async () => {
    const { flow, state, hooks, released, shown } = studio();
    await flow.drawGrid(seeds(1));
    const own = state().grid;
    if (!own) throw new Error('no grid was drawn');
    const theirs = { ...own, id: 'theirs', cells: own.cells.map((cell) => ({ ...cell, picture: null })) };
    const drawing = latch();
    hooks.whileDrawing = () => drawing.promise;
    const run = flow.drawGrid(seeds(2));
    await settled();
    flow.showOthers(theirs);
    expect(state().grid?.id).not.toBe('theirs');
    drawing.open();
    await run;
    flow.showOthers(theirs);
    expect(shown()).toEqual([null]);
    expect(released).toEqual(['blob:1', 'blob:2']);
    flow.showOthers({ ...theirs, cells: own.cells });
    expect(shown()).toEqual([null]);
  });
});

describe('cancelling', () => {
  it('keeps what is drawn, and what is still becoming a PNG', async () => {
    const { flow, state, hooks, log, kept, shown } = studio();
    const encoding = latch();
    hooks.whileEncoding = (seed) => (seed === 2 ? encoding.promise : Promise.resolve());
    hooks.whileDrawing = (seed) => (seed === 3 ? latch().promise : Promise.resolve());
    const done = flow.drawGrid(seeds(1, 2, 3, 4));
    await settled();
    expect(log.at(-1)).toBe('draw 3');
    flow.cancel();
    await settled();
    expect(state().run.state).toBe('drawing');
    encoding.open();
    await done;
    expect(state().run).toEqual({ state: 'cancelled' });
    expect(shown()).toEqual(['blob:1', 'blob:2', null, null]);
    expect(kept).toEqual([0, 1]);
    expect(log).not.toContain('draw 4');
  });

  it('is gone on with by drawing only what is missing', async () => {
    const { flow, state, hooks, log, jobs, kept, shown } = studio();
    hooks.whileDrawing = async (seed) => {
      if (seed === 3) flow.cancel();
      await settled();
    };
    await flow.drawGrid(seeds(1, 2, 3, 4));
    expect(shown()).toEqual(['blob:1', 'blob:2', null, null]);
    const { id } = state().grid ?? {};
    log.length = 0;
    hooks.whileDrawing = async () => undefined;
    await flow.drawMissing();
    expect(log.filter((line) => line.startsWith('draw '))).toEqual(['draw 3', 'draw 4']);
    expect(log).not.toContain('keep grid of weft-starter');
    expect(state()).toMatchObject({ grid: { id }, run: { state: 'idle' } });
    expect(shown()).toEqual(['blob:1', 'blob:2', 'blob:3', 'blob:4']);
    expect(kept).toEqual([0, 1, 2, 3]);
    expect(jobs.titles).toEqual(['Drawing 4 pictures', 'Drawing 2 pictures']);
  });

  it('leaves the last grid where it was cancelled before its turn', async () => {
    const { flow, state, jobs, shown } = studio();
    await flow.drawGrid(seeds(1));
    const other = latch();
    const before = jobs.startJob('Another job', false, () => other.promise);
    const done = flow.drawGrid(seeds(2));
    flow.cancel();
    await done;
    expect(state().run).toEqual({ state: 'cancelled' });
    expect(shown()).toEqual(['blob:1']);
    other.open();
    await before.result;
  });

  it('draws nothing where there is no grid', async () => {
    const { flow, jobs } = studio();
    await flow.drawMissing();
    expect(jobs.titles).toEqual([]);
  });
});

describe('failures', () => {
  it('tells of a picture that could not be encoded, and ends the drawing for it', async () => {
    const { flow, state, hooks, log, shown } = studio();
    const encoding = latch();
    hooks.whileEncoding = (seed) => (seed === 2 ? encoding.promise : Promise.resolve());
    hooks.whileDrawing = (seed) => (seed === 3 ? latch().promise : Promise.resolve());
    const done = flow.drawGrid(seeds(1, 2, 3, 4));
    await settled();
    encoding.fail(unencodable);
    await done;
    expect(state().run).toEqual({ state: 'failed', error: unencodable.info });
    expect(shown()).toEqual(['blob:1', null, null, null]);
    expect(log).not.toContain('draw 4');
    // It is drawn anew with the others that are missing.
    hooks.whileEncoding = async () => undefined;
    hooks.whileDrawing = async () => undefined;
    await flow.drawMissing();
    expect(shown()).toEqual(['blob:1', 'blob:2', 'blob:3', 'blob:4']);
  });

  it('still keeps the picture that was drawn meanwhile', async () => {
    const { flow, state, hooks, log, kept, shown } = studio();
    const encoding = latch();
    hooks.whileEncoding = (seed) => (seed === 1 ? encoding.promise : Promise.resolve());
    const done = flow.drawGrid(seeds(1, 2, 3));
    await settled();
    expect(log.at(-1)).toBe('drawn 2');
    encoding.fail(unencodable);
    await done;
    expect(state().run).toEqual({ state: 'failed', error: unencodable.info });
    expect(shown()).toEqual([null, 'blob:2', null]);
    expect(kept).toEqual([1]);
    expect(log).not.toContain('draw 3');
  });

  it('tells of the last picture where that could not be encoded', async () => {
    const { flow, state, hooks, shown } = studio();
    hooks.whileEncoding = (seed) => (seed === 2 ? Promise.reject(unencodable) : Promise.resolve());
    await flow.drawGrid(seeds(1, 2));
    expect(state().run).toEqual({ state: 'failed', error: unencodable.info });
    expect(shown()).toEqual(['blob:1', null]);
  });

  it('tells of it too where the run was cancelled meanwhile', async () => {
    const { flow, state, hooks } = studio();
    const encoding = latch();
    hooks.whileEncoding = () => encoding.promise;
    hooks.whileDrawing = (seed) => (seed === 2 ? latch().promise : Promise.resolve());
    const done = flow.drawGrid(seeds(1, 2));
    await settled();
    flow.cancel();
    encoding.fail(unencodable);
    await done;
    expect(state().run).toEqual({ state: 'failed', error: unencodable.info });
  });

  it('keeps what is becoming a PNG where the next one cannot be drawn', async () => {
    const { flow, state, hooks, kept, shown } = studio();
    const encoding = latch();
    hooks.whileEncoding = () => encoding.promise;
    hooks.whileDrawing = (seed) => (seed === 2 ? Promise.reject(lost) : Promise.resolve());
    const done = flow.drawGrid(seeds(1, 2, 3));
    await settled();
    encoding.open();
    await done;
    expect(state().run).toEqual({ state: 'failed', error: lost.info });
    expect(shown()).toEqual(['blob:1', null, null]);
    expect(kept).toEqual([0]);
  });

  it('tells first what drawing failed with by itself', async () => {
    const { flow, state, hooks } = studio();
    const encoding = latch();
    hooks.whileEncoding = () => encoding.promise;
    hooks.whileDrawing = (seed) => (seed === 2 ? Promise.reject(lost) : Promise.resolve());
    const done = flow.drawGrid(seeds(1, 2));
    await settled();
    encoding.fail(unencodable);
    await done;
    expect(state().run).toEqual({ state: 'failed', error: lost.info });
  });

  it.each(['missingAdapter', 'missingWord'] as const)('draws nothing at all on a %s', async (missing) => {
    const { flow, state, hooks, log } = studio();
    hooks[missing] = (seed) => seed === 3;
    await flow.drawGrid(seeds(1, 2, 3));
    expect(state().run).toMatchObject({ state: 'failed', error: { code: 'adapter-mismatch' } });
    expect(log.filter((line) => line.startsWith('draw'))).toEqual([]);
  });

  it('goes on with a grid only under the model it was begun with', async () => {
    const { flow, state, hooks, model, log } = studio();
    hooks.whileDrawing = async (seed) => {
      if (seed === 2) flow.cancel();
      await settled();
    };
    await flow.drawGrid(seeds(1, 2));
    model.name = 'another';
    log.length = 0;
    await flow.drawMissing();
    expect(state().run).toMatchObject({ state: 'failed', error: { code: 'bad-setting' } });
    expect(log).toEqual([]);
    const { grid } = state();
    expect(grid && drawnCount(grid)).toBe(1);
  });

  it('keeps what a person said that the model predicts, and goes on only while it is said', async () => {
    const { flow, state, hooks, model, log } = studio();
    model.prediction = 'v_prediction';
    hooks.whileDrawing = async (seed) => {
      if (seed === 2) flow.cancel();
      await settled();
    };
    await flow.drawGrid(seeds(1, 2));
    expect(state().grid?.drawn).toMatchObject({ model: model.name, prediction: 'v_prediction' });
    delete model.prediction;
    log.length = 0;
    await flow.drawMissing();
    expect(state().run).toMatchObject({ state: 'failed', error: { message: expect.stringContaining('the velocity') } });
    expect(log).toEqual([]);
    model.prediction = 'v_prediction';
    hooks.whileDrawing = async () => undefined;
    await flow.drawMissing();
    expect(state().run).toEqual({ state: 'idle' });
  });
});
