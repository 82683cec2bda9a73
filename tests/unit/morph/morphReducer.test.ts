/** Morph's reducer: every transition of a run, what is impossible, and what holds whatever happens. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../src/contract/drawing.ts';
import type { ErrorInfo } from '../../../src/contract/errors.ts';
import { type MorphEvent, reduceMorph } from '../../../src/features/morph/morphReducer.ts';
import { isRendering, MORPH_AT_FIRST, type MorphRun, type MorphState } from '../../../src/features/morph/morphState.ts';
import { frozen } from '../jobInNode.ts';

const picture: Picture = { width: 1, height: 1, rgba: new Uint8ClampedArray(4) };
const error: ErrorInfo = { code: 'internal', message: 'It broke.', advice: 'Mend it.' };

const RUNS: Record<MorphRun['state'], MorphRun> = {
  idle: { state: 'idle' },
  waiting: { state: 'waiting' },
  restoring: { state: 'restoring', frame: 2, frames: 9 },
  drawing: { state: 'drawing', frame: 4, frames: 9, secondsLeft: 3 },
  encoding: { state: 'encoding', fraction: 0.5, format: 'gif' },
  paused: { state: 'paused' },
  discarded: { state: 'discarded' },
  failed: { state: 'failed', error },
};
const STATES = Object.keys(RUNS) as MorphRun['state'][];
const RENDERING: MorphRun['state'][] = ['waiting', 'restoring', 'drawing', 'encoding'];

function at(state: MorphRun['state']): MorphState {
  const running = RENDERING.includes(state);
  return frozen({ ...MORPH_AT_FIRST, run: RUNS[state], filmId: running ? 'film' : null, preview: null });
}

/** Each event, the states it may come in, and the run that it leads to. */
const TRANSITIONS: [MorphEvent, MorphRun['state'][], MorphRun][] = [
  [{ type: 'asked' }, ['idle', 'paused', 'discarded', 'failed'], { state: 'waiting' }],
  [{ type: 'film-taken', id: 'other' }, ['waiting'], { state: 'waiting' }],
  [{ type: 'restored', frame: 3, frames: 9 }, ['waiting', 'restoring'], { state: 'restoring', frame: 3, frames: 9 }],
  [
    { type: 'drawn', frame: 5, frames: 9, secondsLeft: null },
    ['waiting', 'restoring', 'drawing'],
    { state: 'drawing', frame: 5, frames: 9, secondsLeft: null },
  ],
  [{ type: 'previewed', picture }, ['drawing'], RUNS.drawing],
  [
    { type: 'encoding', fraction: 0.75, format: 'gif' },
    RENDERING,
    { state: 'encoding', fraction: 0.75, format: 'gif' },
  ],
  [{ type: 'finished' }, RENDERING, { state: 'idle' }],
  [{ type: 'left-off', paused: true }, RENDERING, { state: 'paused' }],
  [{ type: 'left-off', paused: false }, RENDERING, { state: 'discarded' }],
  [{ type: 'failed', error }, RENDERING, { state: 'failed', error }],
];

describe('reduceMorph', () => {
  for (const [event, from, to] of TRANSITIONS) {
    const told = event.type === 'left-off' ? `${event.type}, paused: ${event.paused}` : event.type;
    it.each(from)(`takes “${told}” while %s`, (state) => {
      expect(reduceMorph(at(state), event).run).toEqual(to);
    });
    it.each(STATES.filter((state) => !from.includes(state)))(`leaves all as it is on “${told}” while %s`, (state) => {
      const before = at(state);
      expect(reduceMorph(before, event)).toBe(before);
    });
  }

  it('changes the form at any time, and nothing else', () => {
    for (const state of STATES) {
      const before = at(state);
      const after = reduceMorph(before, { type: 'edited', change: { count: '7' } });
      expect(after).toEqual({ ...before, form: { ...before.form, count: '7' } });
    }
  });

  it('notes the film that the run has come to', () => {
    const waiting = reduceMorph(at('idle'), { type: 'asked' });
    expect(reduceMorph(waiting, { type: 'film-taken', id: 'new' }).filmId).toBe('new');
  });

  it('shows a frame of the film that is being drawn, until the run ends', () => {
    const shown = reduceMorph(at('drawing'), { type: 'previewed', picture });
    expect(shown.preview).toBe(picture);
    expect(reduceMorph(shown, { type: 'encoding', fraction: 0, format: 'gif' }).preview).toBe(picture);
    expect(reduceMorph(shown, { type: 'finished' })).toMatchObject({ filmId: null, preview: null });
  });

  it.each([
    ['restoring', { type: 'restored', frame: 2, frames: 9 }],
    ['restoring', { type: 'restored', frame: 1, frames: 9 }],
    ['drawing', { type: 'drawn', frame: 4, frames: 9, secondsLeft: null }],
    ['drawing', { type: 'drawn', frame: 3, frames: 9, secondsLeft: null }],
  ] as const)('never counts frames back while %s', (state, event) => {
    const before = at(state);
    expect(reduceMorph(before, event)).toBe(before);
  });

  it('shows film and frame only while a run goes on, and frames in their order, whatever happens', () => {
    const order: Partial<Record<MorphRun['state'], number>> = { waiting: 0, restoring: 1, drawing: 2, encoding: 3 };
    const frame = fc.integer({ min: 1, max: 9 });
    const events: fc.Arbitrary<MorphEvent> = fc.oneof(
      fc.constant<MorphEvent>({ type: 'asked' }),
      fc.record({ type: fc.constant('film-taken' as const), id: fc.string() }),
      fc.record({ type: fc.constant('restored' as const), frame, frames: fc.constant(9) }),
      fc.record({ type: fc.constant('drawn' as const), frame, frames: fc.constant(9), secondsLeft: fc.constant(null) }),
      fc.constant<MorphEvent>({ type: 'previewed', picture }),
      fc.record({
        type: fc.constant('encoding' as const),
        fraction: fc.double({ min: 0, max: 1 }),
        format: fc.constant('gif' as const),
      }),
      fc.constant<MorphEvent>({ type: 'finished' }),
      fc.record({ type: fc.constant('left-off' as const), paused: fc.boolean() }),
      fc.constant<MorphEvent>({ type: 'failed', error }),
    );
    fc.assert(
      fc.property(fc.array(events, { maxLength: 40 }), (happened) => {
        let state = frozen(MORPH_AT_FIRST);
        for (const event of happened) {
          const next = frozen(reduceMorph(state, event));
          if (!isRendering(next.run)) expect(next).toMatchObject({ filmId: null, preview: null });
          const [from, to] = [order[state.run.state], order[next.run.state]];
          if (from !== undefined && to !== undefined) expect(to).toBeGreaterThanOrEqual(from);
          if ('frame' in state.run && 'frame' in next.run && state.run.state === next.run.state) {
            expect(next.run.frame).toBeGreaterThanOrEqual(state.run.frame);
          }
          state = next;
        }
      }),
    );
  });
});
