/** Where a training run stands, in words and as a bar. */
import { buttonClass } from '../../../kit/buttons/Button.tsx';
import { ProgressBar } from '../../../kit/components/ProgressBar.tsx';
import { t } from '../../../kit/language/t.ts';
import { measuredTimeText, timeLeftText } from '../../../kit/text/durationText.ts';
import { Checkpoints } from '../../library/checkpoints/Checkpoints.tsx';
import { drawingAddress } from '../../library/libraryState.ts';
import { useItemNow, useLibrary } from '../../library/libraryStore.ts';
import { Scores } from '../../library/scores/Scores.tsx';
import { SweepsSection } from '../../library/sweeps/SweepsSection.tsx';
import { markOf } from '../../library/sweeps/sweepMarks.ts';
import styles from '../TrainingStage.module.css';
import { RunMemory } from './RunMemory.tsx';
import { runText, speedTexts } from './runText.ts';
import { countText } from './trainingProgress.ts';
import type { RunOutcome, TrainingRun } from './trainingState.ts';

export function RunStatus({ run }: { run: TrainingRun }) {
  const text = runText(run);
  return (
    <section className={styles.status} aria-label={t('Training run')} hidden={run.state === 'idle'}>
      <p role="status" className={styles.statusText}>
        {text}
      </p>
      {run.state === 'waiting' && <ProgressBar label={t('Training progress')} fraction={null} />}
      {run.state === 'running' && (
        <>
          <ProgressBar
            label={t('Training progress')}
            fraction={run.fraction}
            text={`${Math.floor(run.fraction * 100)} %, ${text}, ${countText(run.progress)}`}
          />
          <p className={styles.detail}>
            {[countText(run.progress), timeLeftText(run.progress.secondsLeft), ...speedTexts(run.speed)]
              .filter((part) => part !== '')
              .join(' · ')}
          </p>
          <RunMemory />
        </>
      )}
      {run.state === 'paused' && (
        <>
          <ProgressBar label={t('Training progress')} fraction={run.step / run.steps} />
          <p className={styles.detail}>
            {t(
              'Step {step} of {steps} is kept, with all that the next steps depend on. Meanwhile the device is free to draw.',
              { step: run.step, steps: run.steps },
            )}
          </p>
        </>
      )}
      {run.state === 'ended' && (
        <>
          <ProgressBar label={t('Training progress')} fraction={1} />
          <p className={styles.detail}>
            {t('{steps} {steps, plural, one {step} other {steps}} · {duration} in all', {
              steps: run.stepsTaken,
              duration: measuredTimeText(run.seconds),
            })}
          </p>
          {run.stepsTaken > run.stepsDone && (
            <p>
              {t(
                'On the images that were set aside it was best after step {stepsDone}; from there on it learnt your photographs by heart. What it was then is kept.',
                { stepsDone: run.stepsDone },
              )}
            </p>
          )}
          {run.outcome && <Result outcome={run.outcome} />}
        </>
      )}
    </section>
  );
}

function Result({ outcome: { item, kept } }: { outcome: RunOutcome }) {
  const { name } = item;
  const now = useItemNow(item);
  const mark = markOf(item);
  const storedSince = useLibrary(({ unsaved }) => !unsaved.includes(item.id));
  return (
    <>
      <p>
        {kept || storedSince
          ? t('“{name}” is in the library and stays there.', { name })
          : t('“{name}” is in the library, but the browser did not store it: it is lost when this page closes.', {
              name,
            })}
      </p>
      <div className={styles.links}>
        <a className={buttonClass('main')} href={drawingAddress(item)}>
          {t('Draw with it')}
        </a>
        <a className={buttonClass('plain')} href="#/library">
          {t('Show the library')}
        </a>
      </div>
      {mark && <SweepsSection only={mark.id} />}
      {item.method === 'lora' && <Checkpoints record={item} />}
      <Scores item={now} />
    </>
  );
}
