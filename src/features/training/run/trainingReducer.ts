/** How events change what is shown of a training run. Pure: no store, no clock, nothing from outside. */
import type { LossPoint } from '../../../contract/runs/runs.ts';
import { isActive, NO_CLASS_IMAGES, type TrainingEvent, type TrainingState } from './trainingState.ts';

/**
 * The state after an event. One that can't be, such as progress of a run that is over, leaves the very same object.
 *
 * idle, ended, cancelled, failed or paused → waiting → running → ended, cancelled, failed or paused; what is paused can
 * be cancelled, too.
 */
export function trainingReducer(state: TrainingState, event: TrainingEvent): TrainingState {
  if (event.kind === 'begun') return begun(state, event.session);
  if (event.session !== state.session) return state;
  if (!isActive(state.run)) {
    return event.kind === 'cancelled' && state.run.state === 'paused'
      ? { ...state, run: { state: 'cancelled' } }
      : state;
  }
  switch (event.kind) {
    case 'opened': {
      if (state.run.state !== 'waiting') return state;
      const { priorWeight, losses, evaluations, samples, classImages } = event;
      return { ...state, priorWeight, losses: inOrder([], losses), evaluations, samples, classImages };
    }
    case 'progress': {
      const { progress, fraction, speed } = event;
      const run = { state: 'running', progress, fraction, speed } as const;
      return { ...state, run, losses: inOrder(state.losses, event.losses) };
    }
    case 'evaluated':
      return { ...state, evaluations: [...state.evaluations, event.point] };
    case 'sampled':
      return { ...state, samples: [...state.samples, event.sample] };
    case 'class-image': {
      const { classImages } = state;
      return { ...state, classImages: { ...classImages, images: [...classImages.images, event.png] } };
    }
    case 'paused': {
      const { id, step, steps } = event;
      return { ...state, run: { state: 'paused', id, step, steps } };
    }
    case 'ended': {
      const { stopped, outcome, stepsDone, stepsTaken, seconds } = event;
      return { ...state, run: { state: 'ended', stopped, outcome, stepsDone, stepsTaken, seconds } };
    }
    case 'cancelled':
      return { ...state, run: { state: 'cancelled', ...(event.offered && { offered: true }) } };
    case 'failed':
      return { ...state, run: { state: 'failed', id: event.id, error: event.error } };
  }
}

/** The weight of the prior loss stays until the new run's own is known: there are no losses yet that it could weigh. */
function begun(state: TrainingState, session: number): TrainingState {
  if (isActive(state.run) || session <= state.session) return state;
  return {
    session,
    run: { state: 'waiting' },
    losses: [],
    evaluations: [],
    priorWeight: state.priorWeight,
    samples: [],
    classImages: NO_CLASS_IMAGES,
  };
}

/** Appends losses in ascending order of steps; a step that is there already is not taken twice. */
function inOrder(known: readonly LossPoint[], more: readonly LossPoint[]): readonly LossPoint[] {
  let last = known.at(-1)?.step ?? Number.NEGATIVE_INFINITY;
  const fresh = more.filter(({ step }) => {
    if (step <= last) return false;
    last = step;
    return true;
  });
  return fresh.length === 0 ? known : [...known, ...fresh];
}
