/** What can be done with a run that is under way, and with one that was paused. */
import { Pause, Play, Square } from 'lucide-react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { t } from '../../../kit/language/t.ts';
import { DiscardButton } from '../DiscardButton.tsx';
import { GoOnElsewhere } from '../elsewhere/GoOnElsewhere.tsx';
import styles from '../form/TrainFields.module.css';
import { useQueue } from '../queue/queueHere.ts';
import { waits } from '../queue/queueState.ts';
import { useUnfinishedRuns } from '../unfinished/unfinishedRuns.ts';
import { discardPaused, discardTraining, goOnTraining, pauseRun, stopKeeping } from './trainingActions.ts';
import { useTraining } from './trainingStore.ts';

export function RunningActions() {
  const running = useTraining(({ run }) => run.state === 'running');
  const queued = useQueue(waits);
  return (
    <>
      <div className={styles.pair}>
        <Button kind="main" onClick={stopKeeping}>
          <Square aria-hidden size={16} />
          {t('Stop')}
        </Button>
        <Button onClick={pauseRun} disabled={!running}>
          <Pause aria-hidden size={16} />
          {t('Pause')}
        </Button>
      </div>
      <p>
        {t('Stop keeps what was learnt up to this step. Pause lets you draw meanwhile, and go on when you like')}
        {queued && t('; the queue pauses with it')}.
      </p>
      <DiscardButton label={t('Discard this run')} name={t('this run')} onDiscard={discardTraining} />
    </>
  );
}

/** @param id that of the run's offer among the unfinished ones */
export function PausedActions({ id }: { id: string }) {
  const paused = useUnfinishedRuns(({ runs }) => runs.find(({ record }) => record.id === id));
  if (!paused) return null;
  return (
    <>
      <div className={styles.pair} data-centred>
        <Button kind="main" onClick={() => void goOnTraining(paused.record)}>
          <Play aria-hidden size={16} />
          {t('Go on')}
        </Button>
        <DiscardButton
          label={t('Discard this run')}
          name={`“${paused.record.settings.adapterName}”`}
          onDiscard={() => void discardPaused(paused.record)}
        />
      </div>
      <GoOnElsewhere going={{ settings: paused.record.settings, record: paused.record }} />
    </>
  );
}
