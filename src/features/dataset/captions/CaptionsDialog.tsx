/** Many captions changed at once: what will come of it is shown before, and all of it is one step to be taken back. */
import { useId, useMemo, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '../../../kit/buttons/Button.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import parts from '../../../kit/dialogs/DialogParts.module.css';
import { ownSubmit } from '../../../kit/dialogs/ownSubmit.ts';
import { CheckField } from '../../../kit/fields/CheckField.tsx';
import { TextField } from '../../../kit/fields/TextField.tsx';
import { t } from '../../../kit/language/t.ts';
import { useDataset } from '../datasetStore.ts';
import styles from './CaptionsDialog.module.css';
import { type CaptionChanges, type CaptionEdit, captionChanges, NO_EDIT } from './captionEdit.ts';
import { captionImages } from './captionImage.ts';

/** Captions that are shown as they will be. */
const SHOWN = 4;

export function CaptionsDialog({ onClose }: { onClose: () => void }) {
  const images = useDataset((state) => state.images);
  const [edit, setEdit] = useState(NO_EDIT);
  const form = useId();
  const changes = useMemo(() => captionChanges(images, edit), [images, edit]);
  const count = Object.keys(changes.captions).length;
  const set = (change: Partial<CaptionEdit>) => setEdit((now) => ({ ...now, ...change }));
  const ready = count > 0 && changes.tooLong === 0;
  const submit = ownSubmit(() => {
    if (!ready) return;
    captionImages(changes.captions);
    toast(changedText(count));
    onClose();
  });
  return (
    <Dialog
      wide
      title={t('Edit captions')}
      description={<p>{t('Changes the captions of all images of this dataset at once. It can be taken back.')}</p>}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" type="submit" form={form} disabled={!ready}>
            {t('Change captions')}
          </Button>
          <Button onClick={onClose}>{t('Cancel')}</Button>
        </>
      }
    >
      <form id={form} className={parts.parts} onSubmit={submit}>
        <div className={parts.fields}>
          <TextField
            label={t('Find')}
            hint={t('As it stands, capitals and all.')}
            value={edit.find}
            onChange={(find) => set({ find })}
          />
          <TextField label={t('Replace by')} value={edit.replaceBy} onChange={(replaceBy) => set({ replaceBy })} />
          <TextField
            label={t('Put before')}
            hint={t('e.g. the rare word with its class: sks fabric,')}
            value={edit.before}
            onChange={(before) => set({ before })}
          />
          <TextField label={t('Put after')} value={edit.after} onChange={(after) => set({ after })} />
          <CheckField
            label={t('Images without a caption too')}
            hint={t('Left as they are, they are learnt by the instance prompt.')}
            value={String(edit.emptyToo)}
            onChange={(value) => set({ emptyToo: value === 'true' })}
          />
        </div>
        <div>
          <p role="status">{statusText(count, changes)}</p>
          <ul className={styles.changes} aria-label={t('Captions as they will be')}>
            {images
              .filter(({ id }) => id in changes.captions)
              .slice(0, SHOWN)
              .map(({ id, name }) => (
                <li key={id}>
                  <small>{name}</small>
                  <p>{changes.captions[id] === '' ? t('no caption') : changes.captions[id]}</p>
                </li>
              ))}
          </ul>
          {count > SHOWN && <p className={styles.more}>{t('and {more} more', { more: count - SHOWN })}</p>}
        </div>
      </form>
    </Dialog>
  );
}

const changedText = (count: number) =>
  count === 1 ? t('One caption is changed.') : t('{count} captions are changed.', { count });

function statusText(count: number, { tooLong }: CaptionChanges): string {
  if (tooLong > 0)
    return t(
      '{tooLong, plural, one {# caption} other {# captions}} would be longer than a prompt can be: shorten what is added.',
      {
        tooLong,
      },
    );
  if (count === 0) return t('Nothing changes yet.');
  return count === 1 ? t('One caption will change.') : t('{count} captions will change.', { count });
}
