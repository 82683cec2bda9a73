/** What downloading a repository takes, before it begins. */
import type { ModelOffer } from '../../../contract/modelsWorker.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { Rich } from '../../../kit/language/Rich.tsx';
import { t } from '../../../kit/language/t.ts';
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
  if (stored) return <p className={styles.offer}>{t('You have this model already, in this very version.')}</p>;
  return (
    <section className={styles.offer} aria-label={t('What was found')}>
      <p>
        <Rich
          text={t('<strong>{name}</strong> is {family}: {size} in {count} files.', {
            name: model.name,
            family: model.family,
            size: sizeText(modelBytes(model)),
            count: model.files.length,
          })}
          parts={{ strong: (text) => <strong>{text}</strong> }}
        />
      </p>
      <p className={styles.facts}>
        {presentBytes > 0 && t('{size} are here already. ', { size: sizeText(presentBytes) })}
        {t('{size} are to be downloaded: {downloadTime}.', {
          size: sizeText(missing),
          downloadTime: downloadTimeText(missing),
        })}
        {freeBytes !== null && t(' {size} are free.', { size: sizeText(freeBytes) })}
      </p>
      {fits ? (
        <Button kind="main" onClick={start}>
          {t('Download {size}', { size: sizeText(missing) })}
        </Button>
      ) : (
        <ErrorNote
          error={{
            message: t('It doesn’t fit: the browser allows this page {size} more.', { size: sizeText(freeBytes) }),
            advice: t('Remove a model that you don’t need, or free space on this device, and look it up again.'),
          }}
        />
      )}
    </section>
  );
}
