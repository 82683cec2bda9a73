/** A measurement of scores: fetched for, drawn, judged and kept; refused, cancelled and failed. */
import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../src/contract/drawing.ts';
import { StudioError } from '../../../src/contract/errors.ts';
import type { DrawRequest } from '../../../src/contract/studioWorker.ts';
import type { RunScores } from '../../../src/features/library/records/runScores.ts';
import { measureItem, type ScoringTools } from '../../../src/features/library/scores/scoringFlow.ts';
import {
  NO_SCORING,
  reduceScoring,
  type Scoring,
  type ScoringEvent,
  type ScoringState,
} from '../../../src/features/library/scores/scoringState.ts';
import { cancelled as cancelledError } from '../../../src/kit/worker/outcome.ts';
import { frozen, jobsInNode, latch, MODEL, settled } from '../jobInNode.ts';
import { adapter, embedding } from './libraryInNode.ts';

const broken = new StudioError({ code: 'internal', message: 'It broke.', advice: 'Mend it.' });
const SCORES = { dino: 0.5, clipI: 0.6, clipT: 0.2, real: { dino: 0.7, clipI: 0.8 } };
const PROMPTS = 9;

function judge() {
  let state = frozen<ScoringState>(NO_SCORING);
  const seen: Scoring['state'][] = [];
  const jobs = jobsInNode();
  const drawn: DrawRequest[] = [];
  const judged: string[] = [];
  const kept = new Map<string, RunScores>();
  const hooks = {
    photographs: [new Blob(['a']), new Blob(['bc'])],
    modelsKept: true,
    whileDrawing: async (): Promise<void> => undefined,
    whileFetching: async (): Promise<void> => undefined,
    room: async (): Promise<void> => undefined,
  };
  const tell = (event: ScoringEvent) => {
    state = frozen(reduceScoring(state, event));
    const of = state.items[event.id]?.state;
    if (of && seen.at(-1) !== of) seen.push(of);
  };
  const tools: ScoringTools = {
    tell,
    startJob: jobs.startJob,
    photographs: async () => hooks.photographs,
    modelsKept: async () => hooks.modelsKept,
    requireRoom: () => hooks.room(),
    async fetchModels(onProgress) {
      onProgress(5);
      await hooks.whileFetching();
    },
    async draw(request, _onProgress, signal) {
      drawn.push(request);
      const cancelled = latch<never>();
      const cancel = () => cancelled.fail(new StudioError(cancelledError()));
      signal.addEventListener('abort', cancel);
      await Promise.race([hooks.whileDrawing(), cancelled.promise]);
      signal.removeEventListener('abort', cancel);
      const picture: Picture = { width: 1, height: 1, rgba: new Uint8ClampedArray(4) };
      return { picture, seconds: 1 };
    },
    async judge({ drawn: pictures }, onProgress) {
      judged.push(...pictures.map(({ text }) => text));
      onProgress({ done: 1, total: 2 });
      return SCORES;
    },
    keep: async (id, scores) => void kept.set(id, scores),
    now: () => 77,
  };
  return { tools, tell, state: () => state, seen, jobs, drawn, judged, kept, hooks };
}

describe('measuring', () => {
  it('draws each prompt from each seed with the item, and keeps the scores with how they came to be', async () => {
    const { tools, drawn, judged, kept, seen, state, jobs } = judge();
    await measureItem(adapter('a', { name: 'Indigo' }), '2', tools);
    expect(jobs.titles).toEqual(['Scoring “Indigo”']);
    expect(drawn).toHaveLength(2 * PROMPTS);
    expect(new Set(drawn.map(({ settings }) => settings.prompt)).size).toBe(PROMPTS);
    for (const { settings, adapters } of drawn) {
      expect(settings.size).toBe(MODEL.nativeSize);
      expect(adapters).toEqual([{ id: 'a', weight: 1 }]);
    }
    expect(judged).toHaveLength(2 * PROMPTS);
    expect(kept.get('a')).toMatchObject({
      scores: SCORES,
      measuredAt: 77,
      protocol: { model: MODEL.name, seeds: [2001, 2002], photographs: 2, size: MODEL.nativeSize },
    });
    expect(kept.get('a')?.protocol.prompts).toHaveLength(PROMPTS);
    expect(seen).toEqual(['waiting', 'drawing', 'judging']);
    expect(state()).toEqual(NO_SCORING);
    const shares = jobs.reports.map(([share]) => share ?? -1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeCloseTo(0.9);
  });

  it('draws an embedding by its word, with no adapter', async () => {
    const { tools, drawn } = judge();
    await measureItem(embedding('indigo'), '1', tools);
    expect(drawn).toHaveLength(PROMPTS);
    for (const { settings, adapters } of drawn) {
      expect(settings.prompt).toContain('<indigo>');
      expect(adapters).toEqual([]);
    }
  });

  it('fetches what judges before anything is drawn', async () => {
    const { tools, hooks, drawn, state, seen } = judge();
    hooks.modelsKept = false;
    const fetched = latch();
    hooks.whileFetching = () => fetched.promise;
    const measured = measureItem(adapter('a'), '1', tools);
    await settled();
    expect(state().items.a).toMatchObject({ state: 'fetching', loadedBytes: 5 });
    expect(drawn).toEqual([]);
    fetched.open();
    await measured;
    expect(seen).toEqual(['waiting', 'fetching', 'drawing', 'judging']);
  });

  it.each([
    ['there is no photograph', { photographs: [] }, { code: 'no-images' }],
    [
      'there is no room for what judges',
      {
        modelsKept: false,
        room: async () => {
          throw broken;
        },
      },
      broken.info,
    ],
  ] as const)('draws nothing where %s, and says so', async (_, change, error) => {
    const { tools, hooks, drawn, kept, state } = judge();
    Object.assign(hooks, change);
    await measureItem(adapter('a'), '1', tools);
    expect(drawn).toEqual([]);
    expect(kept.size).toBe(0);
    expect(state().items.a).toMatchObject({ state: 'failed', error });
  });

  it('tells why it failed until it is tried anew', async () => {
    const { tools, hooks, state, kept } = judge();
    hooks.whileDrawing = () => Promise.reject(broken);
    await measureItem(adapter('a'), '1', tools);
    expect(state().items).toEqual({ a: { state: 'failed', error: broken.info } });
    hooks.whileDrawing = async () => undefined;
    const again = measureItem(adapter('a'), '1', tools);
    expect(state().items.a?.state).toBe('waiting');
    await again;
    expect(state()).toEqual(NO_SCORING);
    expect(kept.has('a')).toBe(true);
  });

  it('is cancelled in the midst of it or before its turn, without a word', async () => {
    const { tools, hooks, state, kept, drawn } = judge();
    hooks.whileDrawing = () => latch().promise;
    const first = measureItem(adapter('a'), '1', tools);
    const second = measureItem(adapter('b'), '1', tools);
    await settled();
    expect(state().items).toMatchObject({ a: { state: 'drawing', done: 0, total: 9 }, b: { state: 'waiting' } });
    state().items.b?.cancel?.();
    state().items.a?.cancel?.();
    await Promise.all([first, second]);
    expect(state()).toEqual(NO_SCORING);
    expect(kept.size).toBe(0);
    expect(drawn).toHaveLength(1);
  });
});

it.each<ScoringEvent>([
  { type: 'progressed', id: 'none', to: { state: 'drawing', done: 0, total: 1 } },
  { type: 'progressed', id: 'failed', to: { state: 'drawing', done: 0, total: 1 } },
  { type: 'ended', id: 'failed' },
  { type: 'failed', id: 'none', error: broken.info },
])('what comes after the end changes nothing: $type of $id', (event) => {
  const state = frozen<ScoringState>({ items: { failed: { state: 'failed', error: broken.info } } });
  expect(reduceScoring(state, event)).toBe(state);
});
