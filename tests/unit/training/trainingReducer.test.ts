/** What is shown of a run, event by event; and, for any events in any order, what may never happen. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LossPoint } from '../../../src/contract/runs/runs.ts';
import { trainingReducer } from '../../../src/features/training/run/trainingReducer.ts';
import {
  isActive,
  NO_TRAINING,
  type RunEvent,
  type TrainingEvent,
  type TrainingRun,
  type TrainingState,
} from '../../../src/features/training/run/trainingState.ts';

const loss = (step: number): LossPoint => ({ step, instance: 1 / step, prior: null });
const steps = ({ losses }: TrainingState) => losses.map(({ step }) => step);
const picture = { width: 1, height: 1, rgba: new Uint8ClampedArray(4) };
const sample = { of: 'learnt', step: 5, seed: 1, picture } as const;
const point = { step: 10, trained: 0.5, heldOut: null };
const error = { code: 'out-of-memory', message: 'Memory ran out.', advice: 'Take less.' } as const;

const opened: RunEvent = {
  kind: 'opened',
  priorWeight: 0.7,
  losses: [],
  evaluations: [],
  samples: [],
  classImages: { images: [], reused: 0, own: false },
};
const progress = (...losses: LossPoint[]): RunEvent => ({
  kind: 'progress',
  progress: { phase: 'train', done: losses.at(-1)?.step ?? 0, total: 30, secondsLeft: 9 },
  fraction: 0.5,
  speed: { secondsPerStep: 2, skippedSteps: 0, learningRate: 1e-4 },
  losses,
});
const ended: RunEvent = { kind: 'ended', stopped: false, outcome: null, stepsDone: 30, stepsTaken: 30, seconds: 60 };
const paused: RunEvent = { kind: 'paused', id: 'run', step: 10, steps: 30 };
const cancelled: RunEvent = { kind: 'cancelled' };
const failed: RunEvent = { kind: 'failed', id: 'run', error };
/** All that may come of a run once it has begun. */
const LATER: readonly RunEvent[] = [
  opened,
  progress(loss(99)),
  { kind: 'evaluated', point },
  { kind: 'sampled', sample },
  { kind: 'class-image', png: new ArrayBuffer(1) },
  paused,
  ended,
  cancelled,
  failed,
];

/** The state after events of one session, the page's first where nothing came before. */
function stateAfter(events: readonly RunEvent[], from: TrainingState = NO_TRAINING, session = from.session + 1) {
  return events.reduce((state, event) => trainingReducer(state, { session, ...event }), from);
}

const begun: RunEvent = { kind: 'begun' };
const waiting = stateAfter([begun]);
const running = stateAfter([begun, opened, progress(loss(1), loss(2))]);

describe('a run', () => {
  it('waits once it has begun, with nothing of the run before', () => {
    const before = stateAfter([begun, opened, progress(loss(1)), { kind: 'sampled', sample }, ended]);
    expect(stateAfter([begun], before)).toEqual({
      ...NO_TRAINING,
      session: 2,
      run: { state: 'waiting' },
      priorWeight: 0.7,
    });
  });

  it('still waits when it is opened, and shows what is there of it', () => {
    const png = new ArrayBuffer(3);
    const before = {
      priorWeight: 0.2,
      losses: [loss(1), loss(2)],
      evaluations: [point],
      samples: [sample],
      classImages: { images: [png], reused: 1, own: true },
    };
    expect(stateAfter([begun, { kind: 'opened', ...before }])).toEqual({
      session: 1,
      run: { state: 'waiting' },
      ...before,
    });
  });

  it('runs from its first progress on, which replaces the one before', () => {
    const { losses: _, kind: __, ...shown } = progress(loss(3)) as Extract<RunEvent, { kind: 'progress' }>;
    const later = stateAfter([progress(loss(3))], running, 1);
    expect(later.run).toEqual({ state: 'running', ...shown });
    expect(steps(later)).toEqual([1, 2, 3]);
  });

  it('keeps its list of losses where progress brings none, so that the chart is not drawn anew', () => {
    expect(stateAfter([progress()], running, 1).losses).toBe(running.losses);
  });

  it('takes no step twice', () => {
    expect(steps(stateAfter([progress(loss(2), loss(3), loss(3), loss(4))], running, 1))).toEqual([1, 2, 3, 4]);
  });

  it('gathers evaluations, sample pictures and class images in the order in which they come', () => {
    const [a, b] = [new ArrayBuffer(1), new ArrayBuffer(2)];
    const state = stateAfter(
      [
        { kind: 'class-image', png: a },
        { kind: 'class-image', png: b },
        { kind: 'evaluated', point },
        { kind: 'evaluated', point: { ...point, step: 20 } },
        { kind: 'sampled', sample },
        { kind: 'sampled', sample: { ...sample, step: 20 } },
      ],
      running,
      1,
    );
    expect(state.classImages).toEqual({ images: [a, b], reused: 0, own: false });
    expect(state.evaluations.map(({ step }) => step)).toEqual([10, 20]);
    expect(state.samples.map(({ step }) => step)).toEqual([5, 20]);
    expect(state.run).toBe(running.run);
  });

  it.each<[string, RunEvent, TrainingRun]>([
    ['ends', ended, { state: 'ended', stopped: false, outcome: null, stepsDone: 30, stepsTaken: 30, seconds: 60 }],
    ['is paused', paused, { state: 'paused', id: 'run', step: 10, steps: 30 }],
    ['is cancelled', cancelled, { state: 'cancelled' }],
    ['fails', failed, { state: 'failed', id: 'run', error }],
  ])('%s out of waiting and out of running, and its curves stay', (_, event, run) => {
    for (const from of [waiting, running]) {
      const state = stateAfter([event], from, 1);
      expect(state).toEqual({ ...from, run });
    }
  });

  it('that was paused goes on with the losses up to its checkpoint', () => {
    const atRest = stateAfter([progress(loss(3), loss(4)), paused], running, 1);
    expect(steps(atRest)).toEqual([1, 2, 3, 4]);
    const goesOn = stateAfter([begun, { ...opened, losses: [loss(1), loss(2), loss(3)] }, progress(loss(4))], atRest);
    expect(steps(goesOn)).toEqual([1, 2, 3, 4]);
    expect(goesOn.run.state).toBe('running');
  });

  it('that was paused can be given up', () => {
    expect(stateAfter([paused, cancelled], running, 1).run).toEqual({ state: 'cancelled' });
  });
});

describe('what can’t be leaves the very same state', () => {
  it('while another run is active, none begins', () => {
    for (const from of [waiting, running]) expect(stateAfter([begun], from)).toBe(from);
  });

  it('a session that was begins no second time', () => {
    const over = stateAfter([ended], running, 1);
    expect(stateAfter([begun], over, 1)).toBe(over);
  });

  it('a run that runs is not opened again', () => {
    expect(stateAfter([{ ...opened, losses: [] }], running, 1)).toBe(running);
  });

  it('before the first run', () => {
    for (const event of LATER) expect(stateAfter([event], NO_TRAINING, 0)).toBe(NO_TRAINING);
  });

  it.each([
    ['ended', ended],
    ['cancelled', cancelled],
    ['failed', failed],
  ])('late deliveries to a run that has %s', (_, end) => {
    const over = stateAfter([end], running, 1);
    for (const event of LATER) expect(stateAfter([event], over, 1)).toBe(over);
  });

  it('late deliveries to a run that is paused', () => {
    const atRest = stateAfter([paused], running, 1);
    for (const event of LATER.filter((later) => later !== cancelled))
      expect(stateAfter([event], atRest, 1)).toBe(atRest);
  });

  it('late deliveries of the run before', () => {
    const next = stateAfter([begun], stateAfter([cancelled], running, 1));
    for (const event of LATER) expect(stateAfter([event], next, 1)).toBe(next);
  });
});

describe('for any events in any order', () => {
  const session = fc.integer({ min: 0, max: 3 });
  const someLosses = fc.array(fc.integer({ min: 1, max: 12 }).map(loss), { maxLength: 5 });
  const event: fc.Arbitrary<TrainingEvent> = fc
    .record({
      session,
      event: fc.oneof(
        fc.constant(begun),
        someLosses.map((losses): RunEvent => ({ ...opened, losses })),
        someLosses.map((losses) => progress(...losses)),
        fc.constantFrom(...LATER),
      ),
    })
    .map((made) => ({ session: made.session, ...made.event }));
  const events = fc.array(event, { maxLength: 60 });
  /** Judges each step from one state to the next. */
  const always = (judge: (before: TrainingState, told: TrainingEvent, next: TrainingState) => void) =>
    fc.assert(
      fc.property(events, (told) => {
        told.reduce((state, one) => {
          const next = trainingReducer(state, one);
          judge(state, one, next);
          return next;
        }, NO_TRAINING);
      }),
      { numRuns: 500 },
    );

  it('no run takes the place of one that is active', () => {
    always((before, _, next) => {
      if (isActive(before.run)) expect(next.session).toBe(before.session);
      expect(next.session).toBeGreaterThanOrEqual(before.session);
    });
  });

  it('losses rise in step, and within a run that runs none is lost', () => {
    always((before, _, next) => {
      const taken = steps(next);
      expect(taken).toEqual([...new Set(taken)].sort((a, b) => a - b));
      if (before.run.state === 'running') expect(taken.slice(0, before.losses.length)).toEqual(steps(before));
    });
  });

  it('what is over stays over until another run begins', () => {
    always((before, told, next) => {
      if (['ended', 'cancelled', 'failed'].includes(before.run.state) && told.kind !== 'begun') {
        expect(next).toBe(before);
      }
      if (before.run.state === 'paused' && next.run.state !== 'paused') {
        expect(['begun', 'cancelled']).toContain(told.kind);
      }
    });
  });

  it('a run becomes active by beginning, and in no other way', () => {
    always((before, told, next) => {
      if (!isActive(before.run) && isActive(next.run))
        expect([told.kind, next.run.state]).toEqual(['begun', 'waiting']);
    });
  });

  it('no state is changed in place', () => {
    always((before, told) => {
      const copy = structuredClone(before);
      trainingReducer(before, told);
      expect(before).toEqual(copy);
    });
  });
});
