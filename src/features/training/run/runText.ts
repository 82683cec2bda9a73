/** The live text of a training run. It changes with the run's phase only, so that reading it aloud is bearable. */
import { PHASE_NAMES } from './trainingProgress.ts';
import type { Speed, TrainingRun } from './trainingState.ts';

export function runText(run: TrainingRun): string {
  switch (run.state) {
    case 'idle':
      return '';
    case 'waiting':
      return 'Waiting to start';
    case 'running':
      return PHASE_NAMES[run.progress.phase];
    case 'ended':
      if (run.stepsTaken > run.stepsDone) return 'Training finished; the best on held-out images is kept';
      if (!run.stopped) return 'Training finished';
      return run.outcome ? 'Training stopped; what was learnt is kept' : 'Training stopped before its first step';
    case 'paused':
      return 'Training is paused';
    case 'cancelled':
      return run.offered ? 'Training cancelled; you can go on with it' : 'Training cancelled; nothing was kept';
    case 'failed':
      return 'Training failed';
  }
}

/** How long a step takes, how far it goes, and what half precision lost. */
export function speedTexts(speed: Speed | null): string[] {
  if (!speed) return [];
  const { secondsPerStep, skippedSteps, learningRate } = speed;
  const pace = `${secondsPerStep < 1 ? secondsPerStep.toFixed(2) : secondsPerStep.toFixed(1)} s a step`;
  const rate = `learning rate ${Number(learningRate.toPrecision(3))}`;
  return skippedSteps === 0 ? [pace, rate] : [pace, rate, `${skippedSteps} skipped`];
}
