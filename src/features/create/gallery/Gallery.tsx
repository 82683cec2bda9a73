/** The pictures that were drawn, newest first and largest, after those that are still being drawn. */
import { X } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { IconButton } from '../../../kit/buttons/IconButton.tsx';
import { EmptyStage } from '../../../kit/components/EmptyStage.tsx';
import { ErrorBoundary } from '../../../kit/components/ErrorBoundary.tsx';
import { NearItem } from '../../../kit/components/NearItem.tsx';
import { ProgressBar } from '../../../kit/components/ProgressBar.tsx';
import { t } from '../../../kit/language/t.ts';
import { sizeText } from '../../../kit/text/sizeText.ts';
import { Adviser } from '../../advice/Adviser.tsx';
import { type DrawnPicture, useAdviceOnPictures } from '../../advice/adviceOnPictures.ts';
import type { PendingPicture } from '../galleryState.ts';
import { editCreate, useGallery } from '../galleryStore.ts';
import { BrowseBar } from './BrowseBar.tsx';
import { ALL_PICTURES, adaptersOf, looksAtAll, matching } from './browsing.ts';
import { browse, useBrowsing } from './browsingStore.ts';
import { ChosenBar } from './ChosenBar.tsx';
import styles from './Gallery.module.css';
import { GalleryTile } from './GalleryTile.tsx';
import { removeWithUndo } from './removeWithUndo.ts';

/** So many pictures are there at once; the others as they come near. */
const AT_ONCE = 12;

export function Gallery() {
  const pictures = useGallery((state) => state.pictures);
  const pending = useGallery((state) => state.pending);
  const { browsing, chosen } = useBrowsing();
  const wanted = useDeferredValue(browsing);
  const [crisp, setCrisp] = useState(false);
  const advice = useAdviceOnPictures(useNewest());
  const shown = useMemo(() => matching(pictures, wanted), [pictures, wanted]);
  const adapters = useMemo(() => adaptersOf(pictures), [pictures]);
  const chosenHere = useMemo(() => pictures.filter(({ id }) => chosen.has(id)), [pictures, chosen]);
  const empty = pictures.length === 0 && pending.length === 0;
  return (
    <>
      {pending.map((picture) => (
        <Pending key={picture.id} picture={picture} />
      ))}
      {empty && (
        <EmptyStage title={t('Nothing drawn yet')}>
          <p>{t('Write a prompt and press Generate. Try the same seed with an adapter and without.')}</p>
        </EmptyStage>
      )}
      <Adviser label={t('Adviser on the newest picture')} remarks={advice} onChange={editCreate} />
      {(pictures.length > 1 || !looksAtAll(browsing)) && (
        <BrowseBar browsing={browsing} adapters={adapters} shown={shown.length} all={pictures.length} />
      )}
      {chosenHere.length > 0 && <ChosenBar chosen={chosenHere} shown={shown} />}
      {pictures.length > 0 && shown.length === 0 && (
        <EmptyStage title={t('No picture is like that')}>
          <Button onClick={() => browse(ALL_PICTURES)}>{t('Show all pictures')}</Button>
        </EmptyStage>
      )}
      <ul className={styles.gallery} aria-label={t('Gallery')} data-crisp={crisp || undefined}>
        {shown.map((picture, place) => (
          <NearItem key={picture.id} className={styles.tile} first={place < AT_ONCE}>
            <ErrorBoundary
              what={t('This picture')}
              actions={<Button onClick={() => void removeWithUndo([picture.id])}>{t('Remove it')}</Button>}
            >
              <GalleryTile picture={picture} chosen={chosen.has(picture.id)} />
            </ErrorBoundary>
          </NearItem>
        ))}
      </ul>
      {pictures.length > 0 && (
        <footer className={styles.foot}>
          <label className={styles.crisp}>
            <input type="checkbox" checked={crisp} onChange={(event) => setCrisp(event.currentTarget.checked)} />
            {t('Show crisp pixels')}
          </label>
          <Kept />
        </footer>
      )}
    </>
  );
}

/** What is kept, and what it takes. */
function Kept() {
  const pictures = useGallery((state) => state.pictures);
  const bytes = useMemo(() => pictures.reduce((sum, { png }) => sum + png.size, 0), [pictures]);
  const count =
    pictures.length === 1 ? t('One picture is') : t('{pictures} pictures are', { pictures: pictures.length });
  return (
    <p>
      {t('{count} kept on this device until you remove {pictures, plural, one {it} other {them}}: {size}.', {
        count,
        pictures: pictures.length,
        size: sizeText(bytes),
      })}
    </p>
  );
}

function useNewest(): DrawnPicture[] {
  const newest = useGallery((state) => state.pictures[0]);
  return useMemo(() => {
    if (!newest) return [];
    const { id, png, settings, adapters, model } = newest;
    const { guidanceScale } = settings;
    const how = { guidanceScale, withAdapter: adapters.length > 0, model };
    return [{ id, bytes: png, called: t('The newest picture'), ...how }];
  }, [newest]);
}

function Pending({ picture: { prompt, fraction, cancel } }: { picture: PendingPicture }) {
  return (
    <div className={styles.pending}>
      <p>
        {fraction === null ? t('Waiting: ') : t('Drawing: ')}
        <em>{prompt}</em>
      </p>
      <ProgressBar label={t('Drawing progress')} fraction={fraction} />
      <IconButton name={t('Leave this picture out')} onClick={cancel}>
        <X aria-hidden size={16} />
      </IconButton>
    </div>
  );
}
