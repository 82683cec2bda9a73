/** The checkpoints of an adapter's run: each to be tried and kept as an adapter of its own, all to be compared. */
import { BookPlus, Grid3x3, Paintbrush } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { ErrorInfo } from '../../../contract/errors.ts';
import { Button, buttonClass } from '../../../kit/buttons/Button.tsx';
import { ErrorBoundary } from '../../../kit/components/ErrorBoundary.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { Fold } from '../../../kit/components/Fold.tsx';
import { t } from '../../../kit/language/t.ts';
import { sizeText } from '../../../kit/text/sizeText.ts';
import type { KeptAdapter } from '../libraryState.ts';
import styles from './Checkpoints.module.css';
import { stepsOf } from './checkpointState.ts';
import { keepAsAdapter, useCheckpoints } from './checkpoints.ts';

export function Checkpoints({ record }: { record: KeptAdapter }) {
  const steps = useCheckpoints((state) => stepsOf(state, record.id));
  const [error, setError] = useState<ErrorInfo | null>(null);
  if (steps.length === 0) return null;
  const { name, id, adapter } = record;
  const keep = async (step: number) => {
    const kept = await keepAsAdapter(record, step);
    if (kept.ok) toast(t('“{name}” is in the library.', { name: kept.value.name }));
    setError(kept.ok ? null : kept.error);
  };
  return (
    <Fold title={t('Checkpoints')}>
      <p className={styles.facts}>
        {t(
          '“{name}” as it was on the way. Earlier ones follow prompts more freely, later ones look more like your photographs. They take {size}.',
          { name, size: sizeText(adapter.bytes * steps.length) },
        )}
      </p>
      <Button
        className={styles.compare}
        onClick={() => {
          location.hash = `#/compare?checkpoints=${id}`;
        }}
      >
        <Grid3x3 aria-hidden size={16} />
        {t('Compare them')}
      </Button>
      <ul className={styles.list} aria-label={t('Checkpoints of {name}', { name })}>
        {steps.map((step) => (
          <li key={step} className={styles.row}>
            <ErrorBoundary what={t('Step {step}', { step })}>
              <Checkpoint adapter={id} step={step} onKeep={() => void keep(step)} />
            </ErrorBoundary>
          </li>
        ))}
      </ul>
      {error && <ErrorNote error={error} onDismiss={() => setError(null)} />}
    </Fold>
  );
}

function Checkpoint({ adapter, step, onKeep }: { adapter: string; step: number; onKeep: () => void }) {
  return (
    <>
      <span>{t('Step {step}', { step })}</span>
      <span className={styles.actions}>
        <a
          className={buttonClass('quiet')}
          href={`#/create?adapter=${adapter}&step=${step}`}
          aria-label={t('Try step {step} in Create', { step })}
        >
          <Paintbrush aria-hidden size={15} />
          {t('Try')}
        </a>
        <Button kind="quiet" onClick={onKeep} aria-label={t('Keep step {step} as an adapter', { step })}>
          <BookPlus aria-hidden size={15} />
          {t('Keep')}
        </Button>
      </span>
    </>
  );
}
