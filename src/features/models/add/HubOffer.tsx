/** What downloading a repository takes, before it begins. */
import type { ModelOffer } from '../../../contract/modelsWorker.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { sizeText } from '../../../kit/text/sizeText.ts';
import styles from '../Models.module.css';
import { download, useModels } from '../modelStore.ts';
import { downloadTimeText, modelBytes } from '../modelText.ts';

interface HubOfferProps {
  offer: ModelOffer;
  onDone: () => void;
}

export function HubOffer({ offer: { model, presentBytes, freeBytes }, onDone }: HubOfferProps) {
  const stored = useModels(({ kept }) => kept?.models.some(({ id }) => id === model.id));
  const missing = modelBytes(model) - presentBytes;
  const fits = freeBytes === null || missing < freeBytes;
  const start = () => {
    onDone();
    void download(model);
  };
  if (stored) return <p className={styles.offer}>You have this model already, in this very version.</p>;
  return (
    <section className={styles.offer} aria-label="What was found">
      <p>
        <strong>{model.name}</strong> is {model.family}: {sizeText(modelBytes(model))} in {model.files.length} files.
      </p>
      <p className={styles.facts}>
        {presentBytes > 0 && `${sizeText(presentBytes)} are here already. `}
        {sizeText(missing)} are to be downloaded: {downloadTimeText(missing)}.
        {freeBytes !== null && ` ${sizeText(freeBytes)} are free.`}
      </p>
      {fits ? (
        <Button kind="main" onClick={start}>
          Download {sizeText(missing)}
        </Button>
      ) : (
        <ErrorNote
          error={{
            message: `It doesn’t fit: the browser allows this page ${sizeText(freeBytes)} more.`,
            advice: 'Remove a model that you don’t need, or free space on this device, and look it up again.',
          }}
        />
      )}
    </section>
  );
}
