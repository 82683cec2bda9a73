/** A personalised picture over the one that the base model drew of the same seed, with a line between them to be moved. */
import { Button } from '../../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { ProgressBar } from '../../../kit/components/ProgressBar.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import { BeforeAfter } from '../../../kit/images/BeforeAfter.tsx';
import { useImageUrl } from '../../../kit/images/useImageUrl.ts';
import { t } from '../../../kit/language/t.ts';
import { useGallery } from '../galleryStore.ts';
import { closeBeforeAfter, compareWithBase, useBeforeAfter } from './beforeAfterStore.ts';

export function BeforeAfterDialog() {
  const { picture: id, base: baseId } = useBeforeAfter();
  const picture = useGallery(({ pictures }) => pictures.find((other) => other.id === id));
  const base = useGallery(({ pictures }) => pictures.find((other) => other.id === baseId));
  const pending = useGallery((state) => state.pending.find((other) => other.id === baseId));
  const error = useGallery((state) => state.error);
  const personal = useImageUrl(picture?.png);
  const plain = useImageUrl(base?.png);
  if (!picture) return null;
  const { settings } = picture;
  return (
    <Dialog
      wide
      title={t('With what was learnt, and without')}
      description={
        <>
          <p>{settings.prompt}</p>
          <p>
            {t(
              'Both are drawn from seed {seed} with the same settings. Move the line by hand or with the arrow keys.',
              { seed: settings.seed },
            )}
          </p>
        </>
      }
      onClose={closeBeforeAfter}
      actions={
        <>
          {pending && <Button onClick={pending.cancel}>{t('Cancel drawing')}</Button>}
          {!pending && !base && (
            <Button kind="main" onClick={() => void compareWithBase(picture)}>
              {t('Draw the base picture')}
            </Button>
          )}
          <Button kind={base ? 'main' : 'plain'} onClick={closeBeforeAfter}>
            {t('Close')}
          </Button>
        </>
      }
    >
      {base && plain && personal ? (
        <BeforeAfter
          before={{
            url: plain,
            alt: t('Base model: {prompt}', { prompt: base.settings.prompt }),
            name: t('Base model'),
          }}
          after={{
            url: personal,
            alt: t('Personalised: {prompt}', { prompt: settings.prompt }),
            name: t('Personalised'),
          }}
          size={settings.size}
        />
      ) : (
        <>
          {error && <ErrorNote error={error} />}
          {pending && (
            <div role="status">
              <p>
                {pending.fraction === null
                  ? t('The base picture waits for its turn.')
                  : t('The base picture is drawn.')}
              </p>
              <ProgressBar label={t('Base picture')} fraction={pending.fraction} />
            </div>
          )}
        </>
      )}
    </Dialog>
  );
}
