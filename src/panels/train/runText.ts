/** The live text of a training run. It changes with the run's phase only, so that reading it aloud is bearable. */
import { PHASE_NAMES } from '../../stores/trainingProgress.ts';
import type { TrainingRun } from '../../stores/trainingStore.ts';

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
      return 'Training cancelled; nothing was kept';
    case 'failed':
      return 'Training failed';
  }
}
