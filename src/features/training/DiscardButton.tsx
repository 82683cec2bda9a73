/** Gives a run up for good, which is asked once more: nothing brings back what it has learnt. */
import { useState } from 'react';
import { Button } from '../../kit/buttons/Button.tsx';
import { Dialog } from '../../kit/dialogs/Dialog.tsx';
import { t } from '../../kit/language/t.ts';

interface DiscardButtonProps {
  label: string;
  /** What the run is called within a sentence. */
  name: string;
  onDiscard: () => void;
}

export function DiscardButton({ label, name, onDiscard }: DiscardButtonProps) {
  const [asking, setAsking] = useState(false);
  const discard = () => {
    setAsking(false);
    onDiscard();
  };
  return (
    <>
      <Button kind="quiet" onClick={() => setAsking(true)}>
        {label}
      </Button>
      {asking && (
        <Dialog
          title={t('Discard {name}?', { name })}
          description={t(
            'What this run has learnt so far is deleted, with its checkpoints and sample pictures. That can’t be undone.',
          )}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button kind="main" onClick={discard}>
                {t('Discard it for good')}
              </Button>
              <Button onClick={() => setAsking(false)}>{t('Keep it')}</Button>
            </>
          }
        />
      )}
    </>
  );
}
