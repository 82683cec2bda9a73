/** The live text of a training run. It changes with the run's phase only, so that reading it aloud is bearable. */
import { t } from '../../../kit/language/t.ts';
import { numberText } from '../../../kit/text/numberText.ts';
import { PHASE_NAMES } from './trainingProgress.ts';
import type { Speed, TrainingRun } from './trainingState.ts';

export function runText(run: TrainingRun): string {
  switch (run.state) {
    case 'idle':
      return '';
    case 'waiting':
      return t('Waiting to start');
    case 'running':
      return t(PHASE_NAMES[run.progress.phase]);
    case 'ended':
      if (run.stepsTaken > run.stepsDone) return t('Training finished; the best on held-out images is kept');
      if (!run.stopped) return t('Training finished');
      return run.outcome ? t('Training stopped; what was learnt is kept') : t('Training stopped before its first step');
    case 'paused':
      return t('Training is paused');
    case 'cancelled':
      return run.offered ? t('Training cancelled; you can go on with it') : t('Training cancelled; nothing was kept');
    case 'failed':
      return t('Training failed');
  }
}

/** How long a step takes, how far it goes, and what half precision lost. */
export function speedTexts(speed: Speed | null): string[] {
  if (!speed) return [];
  const { secondsPerStep, skippedSteps, learningRate } = speed;
  const pace = t('{seconds} s a step', {
    seconds: secondsPerStep < 1 ? numberText(secondsPerStep, 2) : numberText(secondsPerStep, 1),
  });
  const rate = t('learning rate {number}', { number: Number(learningRate.toPrecision(3)) });
  return skippedSteps === 0 ? [pace, rate] : [pace, rate, t('{skippedSteps} skipped', { skippedSteps })];
}
