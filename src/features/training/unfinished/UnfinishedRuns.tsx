/** Offers to go on with runs that were paused, or that a reload or a crash broke off. */
import { Button } from '../../../kit/buttons/Button.tsx';
import { t } from '../../../kit/language/t.ts';
import { dateTimeText } from '../../../kit/text/numberText.ts';
import { DiscardButton } from '../DiscardButton.tsx';
import { GoOnElsewhere } from '../elsewhere/GoOnElsewhere.tsx';
import { discardUnfinished } from '../queue/queueStore.ts';
import { goOnTraining } from '../run/trainingActions.ts';
import { useTraining } from '../run/trainingStore.ts';
import styles from './UnfinishedRuns.module.css';
import { type KeptRun, useUnfinishedRuns } from './unfinishedRuns.ts';

export function UnfinishedRuns() {
  const offered = useUnfinishedRuns((state) => state.runs);
  // The one that was paused just now has its buttons where it was started.
  const pausedNow = useTraining(({ run }) => (run.state === 'paused' ? run.id : null));
  const runs = offered.filter(({ record }) => record.id !== pausedNow);
  if (runs.length === 0) return null;
  return (
    <section aria-label={t('Unfinished runs')}>
      <ul className={styles.runs}>
        {runs.map((run) => (
          <Offer key={run.record.id} run={run} />
        ))}
      </ul>
    </section>
  );
}

function Offer({ run: { record, step } }: { run: KeptRun }) {
  const { adapterName, steps, method } = record.settings;
  const atStart =
    method === 'lora'
      ? t('It had not taken its first steps; the class images that were drawn are kept.')
      : t('It had not taken its first steps.');
  return (
    <li className={styles.run}>
      <h2>
        {record.paused
          ? t('“{adapterName}” is paused', { adapterName })
          : t('“{adapterName}” was broken off', { adapterName })}
      </h2>
      <p>
        {step > 0
          ? t(
              'Its last checkpoint is at step {step} of {steps}. From there it learns the same as if it had never stopped.',
              { step, steps },
            )
          : atStart}{' '}
        <span className={styles.when}>{t('Begun {when}.', { when: dateTimeText(record.startedAt) })}</span>
      </p>
      <div className={styles.actions}>
        <Button kind="main" onClick={() => void goOnTraining(record)}>
          {step > 0 ? t('Go on from step {step}', { step }) : t('Go on')}
        </Button>
        <DiscardButton
          label={t('Discard')}
          name={`“${adapterName}”`}
          onDiscard={() => void discardUnfinished(record)}
        />
      </div>
      <GoOnElsewhere going={{ settings: record.settings, record }} />
    </li>
  );
}
