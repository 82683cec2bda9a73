/** An image cut out of its photograph by hand, or several more images cut out of the same. */
import { useMemo, useState } from 'react';
import { toast } from 'sonner';
import type { ErrorInfo } from '../../../contract/errors.ts';
import type { Crop } from '../../../contract/pictures/crop.ts';
import { Button } from '../../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import { SegmentedField } from '../../../kit/fields/SegmentedField.tsx';
import { useImageUrl } from '../../../kit/images/useImageUrl.ts';
import { t } from '../../../kit/language/t.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import type { ImageRecord } from '../imageRecords.ts';
import { keptCrop, middleCrop, sameCrop } from './cropGeometry.ts';
import { addCrops, cropImage } from './cropImage.ts';
import { HandCrop } from './HandCrop.tsx';
import { isPartOnly } from './photographOf.ts';
import { areTooAlike, FIRST_CHOICE, SeveralCrops } from './SeveralCrops.tsx';
import { scatterCrops } from './scatterCrops.ts';
import { usePhotograph } from './usePhotograph.ts';

interface CropDialogProps {
  image: ImageRecord;
  onClose: () => void;
}

export function CropDialog({ image, onClose }: CropDialogProps) {
  const { id, name } = image;
  const { photograph, error: unread } = usePhotograph(image);
  const url = useImageUrl(photograph?.preview);
  const [way, setWay] = useState<'one' | 'several'>('one');
  const [byHand, setByHand] = useState<Crop | null>(null);
  const [choice, setChoice] = useState(FIRST_CHOICE);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<ErrorInfo | null>(null);
  const now = photograph && (photograph.crop ?? middleCrop(photograph));
  const turns = (byHand ?? now)?.turns ?? 0;
  const crops = useMemo(
    () => (photograph ? scatterCrops(photograph, { ...choice, share: choice.percent / 100, turns }) : []),
    [photograph, choice, turns],
  );
  const wanted = photograph && byHand && { crop: keptCrop(byHand, photograph) };
  const ready = way === 'one' ? wanted && !sameCrop(wanted.crop, photograph.crop) : photograph && !areTooAlike(crops);

  const press = async () => {
    if (!photograph) return;
    setBusy(true);
    setFailed(null);
    try {
      if (way === 'several') {
        await addCrops(id, photograph, crops);
        toast(t('{count} crops of “{name}” were added.', { count: crops.length, name }));
      } else if (wanted) await cropImage(id, photograph, wanted.crop);
      onClose();
    } catch (error) {
      setFailed(errorInfoOf(error));
      setBusy(false);
    }
  };

  const error = unread ?? failed;
  return (
    <Dialog
      wide
      title={t('Crop {name}', { name })}
      description={
        <p>
          {photograph && isPartOnly(photograph, image)
            ? t('Only the middle square of this photograph was kept when it was added: it is cropped from that.')
            : t('The photograph stays as it was added, so that another crop can be taken at any time.')}
        </p>
      }
      onClose={onClose}
      actions={
        <>
          <Button kind="main" disabled={!ready || busy} onClick={() => void press()}>
            {pressText(way, busy, crops.length)}
          </Button>
          <Button onClick={onClose}>{t('Cancel')}</Button>
        </>
      }
    >
      <SegmentedField
        label={t('What is made of it')}
        value={way}
        onChange={setWay}
        options={[
          { value: 'one', name: t('One crop, by hand') },
          { value: 'several', name: t('Several more images') },
        ]}
      />
      {photograph && now && url && way === 'one' && (
        <HandCrop
          photograph={photograph}
          url={url}
          name={name}
          first={byHand ?? now}
          crop={byHand}
          onCrop={setByHand}
        />
      )}
      {photograph && url && way === 'several' && (
        <SeveralCrops size={photograph} url={url} turns={turns} choice={choice} onChoice={setChoice} crops={crops} />
      )}
      {!photograph && !error && <p role="status">{t('The photograph is read.')}</p>}
      {error && <ErrorNote error={error} />}
    </Dialog>
  );
}

function pressText(way: 'one' | 'several', busy: boolean, count: number): string {
  if (busy) return t('Cutting out…');
  return way === 'one' ? t('Crop') : t('Add {count} crops', { count });
}
