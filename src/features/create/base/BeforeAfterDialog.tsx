/** A personalised picture over the one that the base model drew of the same seed, with a line between them to be moved. */
import { Button } from '../../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { ProgressBar } from '../../../kit/components/ProgressBar.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import { BeforeAfter } from '../../../kit/images/BeforeAfter.tsx';
import { useGallery } from '../galleryStore.ts';
import { closeBeforeAfter, compareWithBase, useBeforeAfter } from './beforeAfterStore.ts';

export function BeforeAfterDialog() {
  const { picture: id, base: baseId } = useBeforeAfter();
  const picture = useGallery(({ pictures }) => pictures.find((other) => other.id === id));
  const base = useGallery(({ pictures }) => pictures.find((other) => other.id === baseId));
  const pending = useGallery((state) => state.pending.find((other) => other.id === baseId));
  const error = useGallery((state) => state.error);
  if (!picture) return null;
  const { settings } = picture;
  return (
    <Dialog
      wide
      title="With what was learnt, and without"
      description={
        <>
          <p>{settings.prompt}</p>
          <p>
            Both are drawn from seed {settings.seed} with the same settings. Move the line by hand or with the arrow
            keys.
          </p>
        </>
      }
      onClose={closeBeforeAfter}
      actions={
        <>
          {pending && <Button onClick={pending.cancel}>Cancel drawing</Button>}
          {!pending && !base && (
            <Button kind="main" onClick={() => void compareWithBase(picture)}>
              Draw the base picture
            </Button>
          )}
          <Button kind={base ? 'main' : 'plain'} onClick={closeBeforeAfter}>
            Close
          </Button>
        </>
      }
    >
      {base ? (
        <BeforeAfter
          before={{ url: base.url, alt: `Base model: ${base.settings.prompt}`, name: 'Base model' }}
          after={{ url: picture.url, alt: `Personalised: ${settings.prompt}`, name: 'Personalised' }}
          size={settings.size}
        />
      ) : (
        <>
          {error && <ErrorNote error={error} />}
          {pending && (
            <div role="status">
              <p>{pending.fraction === null ? 'The base picture waits for its turn.' : 'The base picture is drawn.'}</p>
              <ProgressBar label="Base picture" fraction={pending.fraction} />
            </div>
          )}
        </>
      )}
    </Dialog>
  );
}
