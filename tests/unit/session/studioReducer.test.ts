/** What the page knows of model and job after each event, and what changes nothing. */
import { describe, expect, it } from 'vitest';
import type { ErrorInfo } from '../../../src/contract/errors.ts';
import type { ModelChoice } from '../../../src/session/modelChoice.ts';
import { reduceStudio, type StudioEvent } from '../../../src/session/studioReducer.ts';
import { STUDIO_AT_FIRST, type StudioState } from '../../../src/session/studioState.ts';
import { frozen, MODEL } from '../jobInNode.ts';

const error: ErrorInfo = { code: 'internal', message: 'It broke.', advice: 'Mend it.' };
const OTHER: ModelChoice = { ref: { kind: 'stored', id: 'sd15' }, name: 'Stable Diffusion' };
const progress = { phase: 'download', fraction: 0.5, loadedBytes: 1, totalBytes: 2 } as const;
const studio = (change: Partial<StudioState> = {}): StudioState => frozen({ ...STUDIO_AT_FIRST, ...change });
const ready = studio({ opening: { state: 'ready', model: MODEL } });
const job = { title: 'One', precious: true, cancel: () => undefined };

describe('reduceStudio', () => {
  it('follows an opening to its end', () => {
    const opening = reduceStudio(ready, { type: 'opening', choice: OTHER });
    expect(opening.opening).toEqual({ state: 'loading', choice: OTHER, progress: null });
    const further = reduceStudio(opening, { type: 'opening-progressed', progress });
    expect(further.opening).toEqual({ state: 'loading', choice: OTHER, progress });
    expect(reduceStudio(further, { type: 'opened', model: MODEL }).opening).toEqual(ready.opening);
    expect(reduceStudio(further, { type: 'opening-failed', error }).opening).toEqual({ state: 'failed', error });
  });

  it('loses the model with its worker', () => {
    expect(reduceStudio(ready, { type: 'crashed', error }).opening).toEqual({ state: 'failed', error });
  });

  it('starts a job afresh, whatever was known of the one before', () => {
    const started = reduceStudio(ready, { type: 'job-started', job, waiting: 2 });
    expect(started).toEqual({ ...ready, job: { ...job, fraction: null, secondsLeft: null }, waiting: 2 });
    const further = reduceStudio(started, { type: 'job-progressed', fraction: 0.25, secondsLeft: 8 });
    expect(further.job).toEqual({ ...job, fraction: 0.25, secondsLeft: 8 });
    expect(reduceStudio(further, { type: 'job-started', job, waiting: 0 }).job?.fraction).toBeNull();
    expect(reduceStudio(further, { type: 'job-ended', end: 'failed' })).toEqual({
      ...further,
      job: null,
      lastJob: { title: job.title, end: 'failed' },
    });
  });

  it.each<[StudioEvent, StudioState]>([
    [{ type: 'opening-progressed', progress }, ready],
    [{ type: 'crashed', error }, studio()],
    [{ type: 'job-progressed', fraction: 0.5, secondsLeft: null }, ready],
    [{ type: 'job-ended', end: 'done' }, ready],
    [{ type: 'line-changed', waiting: 0 }, ready],
    [{ type: 'model-turn', choice: OTHER }, ready],
  ])('leaves all as it is on what comes too late: %j', (event, before) => {
    expect(reduceStudio(before, event)).toBe(before);
  });
});
