/** Compare's reducer: every transition of a run, what is impossible, and what holds whatever happens. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorInfo } from '../../../src/contract/errors.ts';
import { type CompareEvent, reduceCompare } from '../../../src/features/compare/compareReducer.ts';
import {
  type CellPicture,
  COMPARE_AT_FIRST,
  type CompareRun,
  type CompareState,
  cellFraction,
  doneCount,
  drawnCount,
  type Grid,
  isDrawing,
} from '../../../src/features/compare/compareState.ts';
import { cellsOf } from '../../../src/features/compare/grid/compareCells.ts';
import { gridFraction, gridText } from '../../../src/features/compare/grid/gridText.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { frozen } from '../jobInNode.ts';

const error: ErrorInfo = { code: 'internal', message: 'It broke.', advice: 'Mend it.' };
const drawn = {
  base: CREATE_DEFAULTS,
  adapters: [],
  columns: { setting: 'seed' as const, values: [1, 2, 3, 4] },
  rows: null,
  model: 'weft-starter',
};
const picture = (url = 'blob:1'): CellPicture => ({ url, png: new ArrayBuffer(1), seconds: 2 });

/** A grid of four whose first pictures are drawn. */
const gridOf = (done: number, id = 'grid'): Grid => ({
  id,
  drawn,
  cells: cellsOf(drawn).map((plan, index) => ({ ...plan, picture: index < done ? picture() : null })),
});

const RUNS: Record<CompareRun['state'], CompareRun> = {
  idle: { state: 'idle' },
  waiting: { state: 'waiting' },
  drawing: { state: 'drawing', index: 2, fraction: 0.5, secondsLeft: 3, encoding: 1 },
  cancelled: { state: 'cancelled' },
  failed: { state: 'failed', error },
};
const STATES = Object.keys(RUNS) as CompareRun['state'][];
const RUNNING: CompareRun['state'][] = ['waiting', 'drawing'];

/** The first of the four pictures is drawn. */
const at = (state: CompareRun['state']): CompareState =>
  frozen({ ...COMPARE_AT_FIRST, grid: gridOf(1), run: RUNS[state] });

const TRANSITIONS: [CompareEvent, CompareRun['state'][], CompareRun][] = [
  [{ type: 'asked' }, ['idle', 'cancelled', 'failed'], { state: 'waiting' }],
  [{ type: 'begun', grid: gridOf(0, 'new') }, ['waiting'], { state: 'waiting' }],
  [{ type: 'finished' }, RUNNING, { state: 'idle' }],
  [{ type: 'cancelled' }, RUNNING, { state: 'cancelled' }],
  [{ type: 'failed', error }, RUNNING, { state: 'failed', error }],
];

describe('reduceCompare', () => {
  for (const [event, from, to] of TRANSITIONS) {
    it.each(from)(`takes “${event.type}” while %s`, (state) => {
      expect(reduceCompare(at(state), event).run).toEqual(to);
    });
  }
  for (const [event, from] of [
    ...TRANSITIONS,
    [{ type: 'drawing', index: 3, fraction: 0.1, secondsLeft: 9 }, RUNNING] as const,
    [{ type: 'encoding', index: 2 }, ['drawing']] as const,
  ]) {
    it.each(STATES.filter((state) => !from.some((other) => other === state)))(
      `leaves all as it is on “${event.type}” while %s`,
      (state) => {
        const before = at(state);
        expect(reduceCompare(before, event)).toBe(before);
      },
    );
  }

  it('puts a new grid in place of the last one', () => {
    const grid = gridOf(0, 'new');
    expect(reduceCompare(at('waiting'), { type: 'begun', grid }).grid).toBe(grid);
  });

  it('follows the cell that is drawn, and remembers the one on its way into a PNG', () => {
    const first = reduceCompare(at('waiting'), { type: 'drawing', index: 1, fraction: 0, secondsLeft: null });
    expect(first.run).toEqual({ state: 'drawing', index: 1, fraction: 0, secondsLeft: null, encoding: null });
    const handed = reduceCompare(first, { type: 'encoding', index: 1 });
    const next = reduceCompare(handed, { type: 'drawing', index: 2, fraction: 0.25, secondsLeft: 4 });
    expect(next.run).toEqual({ state: 'drawing', index: 2, fraction: 0.25, secondsLeft: 4, encoding: 1 });
    const kept = reduceCompare(next, { type: 'drawn', grid: 'grid', index: 1, picture: picture('blob:new') });
    expect(kept.run).toEqual({ state: 'drawing', index: 2, fraction: 0.25, secondsLeft: 4, encoding: null });
    expect(kept.grid?.cells[1]?.picture?.url).toBe('blob:new');
  });

  it.each([
    ['of a cell that is drawn and being encoded', { type: 'drawing', index: 1, fraction: 0.9, secondsLeft: 0 }],
    ['of a cell that has its picture', { type: 'drawing', index: 0, fraction: 0.9, secondsLeft: 0 }],
    ['of a cell that there is not', { type: 'drawing', index: 4, fraction: 0.9, secondsLeft: 0 }],
    ['that a cell with a picture is encoded', { type: 'encoding', index: 0 }],
    ['of a picture of another grid', { type: 'drawn', grid: 'old', index: 2, picture: picture() }],
    ['of a second picture of a cell', { type: 'drawn', grid: 'grid', index: 0, picture: picture('blob:2') }],
    ['of a picture of no cell', { type: 'drawn', grid: 'grid', index: 7, picture: picture() }],
  ] as [string, CompareEvent][])('leaves all as it is on news %s', (_, event) => {
    const before = at('drawing');
    expect(reduceCompare(before, event)).toBe(before);
  });

  it('takes over what was kept where nothing was done meanwhile', () => {
    const grid = gridOf(2, 'kept');
    expect(reduceCompare(COMPARE_AT_FIRST, { type: 'loaded', grid })).toEqual({ ...COMPARE_AT_FIRST, grid });
    const begun = at('drawing');
    expect(reduceCompare(begun, { type: 'loaded', grid })).toBe(begun);
    expect(reduceCompare(begun, { type: 'loaded', grid: null })).toBe(begun);
  });

  it('tells why a file failed until it is tried anew', () => {
    const told = reduceCompare(at('idle'), { type: 'file-error', error });
    expect(told.fileError).toBe(error);
    expect(reduceCompare(told, { type: 'file-error', error: null }).fileError).toBeNull();
  });

  it('loses no picture and changes no cell’s plan, whatever happens', () => {
    const index = fc.integer({ min: -1, max: 5 });
    const events: fc.Arbitrary<CompareEvent> = fc.oneof(
      fc.constant<CompareEvent>({ type: 'asked' }),
      fc.record({
        type: fc.constant('drawing' as const),
        index,
        fraction: fc.double({ min: 0, max: 1, noNaN: true }),
        secondsLeft: fc.constant(null),
      }),
      fc.record({ type: fc.constant('encoding' as const), index }),
      fc.record({
        type: fc.constant('drawn' as const),
        grid: fc.constantFrom('grid', 'old'),
        index,
        picture: fc.constantFrom(picture('blob:2'), picture('blob:3')),
      }),
      fc.constantFrom<CompareEvent>({ type: 'finished' }, { type: 'cancelled' }, { type: 'failed', error }),
    );
    fc.assert(
      fc.property(fc.array(events, { maxLength: 25 }), (happened) => {
        let state = at('idle');
        for (const event of happened) {
          const next = frozen(reduceCompare(state, event));
          next.grid?.cells.forEach(({ picture: now, ...plan }, place) => {
            const { picture: before, ...planBefore } = state.grid?.cells[place] ?? {};
            expect(Object.values(plan)).toEqual(Object.values(planBefore));
            if (before) expect(now).toBe(before);
          });
          if (next.run.state === 'drawing' && next.run.encoding !== null) {
            expect(next.grid?.cells[next.run.encoding]?.picture).toBeNull();
          }
          if (!isDrawing(next.run)) expect(next.run).not.toHaveProperty('index');
          state = next;
        }
      }),
    );
  });
});

describe('a grid’s progress', () => {
  const run = (index: number, fraction: number, encoding: number | null): CompareRun => ({
    state: 'drawing',
    index,
    fraction,
    secondsLeft: null,
    encoding,
  });

  it('counts a picture as drawn while it becomes a PNG', () => {
    const grid = gridOf(1);
    expect(drawnCount(grid)).toBe(1);
    expect(doneCount(grid, run(1, 0.5, null))).toBe(1);
    expect(doneCount(grid, run(2, 0.5, 1))).toBe(2);
    expect(gridText(grid, run(2, 0.5, 1))).toBe('Picture 3 of 4');
    expect(gridFraction(grid, run(2, 0.5, 1))).toBe(2.5 / 4);
    // The last one is both: nothing is drawn after it.
    expect(gridFraction(gridOf(3), run(3, 1, 3))).toBe(1);
    expect(gridText(gridOf(3), run(3, 1, 3))).toBe('Picture 4 of 4');
  });

  it('shows a picture that becomes a PNG as full, and the next as far as it is', () => {
    expect([0, 1, 2, 3].map((index) => cellFraction(run(2, 0.5, 1), index))).toEqual([null, 1, 0.5, null]);
    expect(cellFraction({ state: 'waiting' }, 0)).toBeNull();
  });

  it('counts after the end what can be looked at', () => {
    expect(gridText(gridOf(2), { state: 'cancelled' })).toBe('Cancelled: 2 of 4 pictures are drawn and kept.');
    expect(gridFraction(gridOf(2), { state: 'cancelled' })).toBeNull();
  });
});
