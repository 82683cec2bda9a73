/** Offers to go on with runs that were paused, or that a reload or a crash broke off. */
import { Button } from '../../../kit/buttons/Button.tsx';
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
    <section aria-label="Unfinished runs">
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
  const atStart = `It had not taken its first steps${method === 'lora' ? '; the class images that were drawn are kept' : ''}.`;
  return (
    <li className={styles.run}>
      <h2>
        “{adapterName}” {record.paused ? 'is paused' : 'was broken off'}
      </h2>
      <p>
        {step > 0
          ? `Its last checkpoint is at step ${step} of ${steps}. From there it learns the same as if it had never stopped.`
          : atStart}{' '}
        <span className={styles.when}>Begun {new Date(record.startedAt).toLocaleString('en')}.</span>
      </p>
      <div className={styles.actions}>
        <Button kind="main" onClick={() => void goOnTraining(record)}>
          {step > 0 ? `Go on from step ${step}` : 'Go on'}
        </Button>
        <DiscardButton label="Discard" name={`“${adapterName}”`} onDiscard={() => void discardUnfinished(record)} />
      </div>
      <GoOnElsewhere going={{ settings: record.settings, record }} />
    </li>
  );
}
