/** Shows in Train a run that came home, as one that has just ended or been paused here. */
import { isActive, NO_CLASS_IMAGES } from '../run/trainingState.ts';
import { applyToTraining, useTraining } from '../run/trainingStore.ts';
import type { ShownRun } from './homeFlow.ts';
import { evaluationsOf, lossesOf } from './runParts.ts';

/** Nothing where a run is under way here, which is what is looked at. */
export function showRun({ run: { report }, samples, item, kept, step }: ShownRun): void {
  const state = useTraining.getState();
  if (isActive(state.run)) return;
  const session = state.session + 1;
  const { settings } = report;
  applyToTraining({ session, kind: 'begun' });
  applyToTraining({
    session,
    kind: 'opened',
    priorWeight: settings.method === 'lora' ? settings.priorWeight : 0,
    losses: lossesOf(report),
    evaluations: evaluationsOf(report),
    samples: samples.map(({ of, step: drawn, seed, picture }) => ({ of, step: drawn, seed, picture })),
    classImages: NO_CLASS_IMAGES,
  });
  if (item) {
    applyToTraining({
      session,
      kind: 'ended',
      stopped: report.stopped ?? false,
      outcome: { item, kept },
      stepsDone: report.stepsDone ?? report.stepsTaken,
      stepsTaken: report.stepsTaken,
      seconds: report.seconds,
    });
  } else if (step !== null) {
    applyToTraining({ session, kind: 'paused', id: report.id, step, steps: settings.steps });
  }
}
