/** The pictures that were drawn, newest first and largest, after those that are still being drawn. */
import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../../kit/buttons/Button.tsx';
import { IconButton } from '../../kit/buttons/IconButton.tsx';
import { EmptyStage } from '../../kit/components/EmptyStage.tsx';
import { ErrorBoundary } from '../../kit/components/ErrorBoundary.tsx';
import { ProgressBar } from '../../kit/components/ProgressBar.tsx';
import { Adviser } from '../advice/Adviser.tsx';
import { type DrawnPicture, useAdviceOnPictures } from '../advice/adviceOnPictures.ts';
import styles from './Gallery.module.css';
import { GalleryTile } from './GalleryTile.tsx';
import { GALLERY_LENGTH, type PendingPicture } from './galleryState.ts';
import { editCreate, removePicture, useGallery } from './galleryStore.ts';

export function Gallery() {
  const pictures = useGallery((state) => state.pictures);
  const pending = useGallery((state) => state.pending);
  const [crisp, setCrisp] = useState(false);
  const advice = useAdviceOnPictures(useNewest());
  const empty = pictures.length === 0 && pending.length === 0;
  return (
    <>
      {pending.map((picture) => (
        <Pending key={picture.id} picture={picture} />
      ))}
      {empty && (
        <EmptyStage title="Nothing drawn yet">
          <p>Write a prompt and press Generate. Try the same seed with an adapter and without.</p>
        </EmptyStage>
      )}
      <Adviser label="Adviser on the newest picture" remarks={advice} onChange={editCreate} />
      <ul className={styles.gallery} aria-label="Gallery" data-crisp={crisp || undefined}>
        {pictures.map((picture) => (
          <li key={picture.id} className={styles.tile}>
            <ErrorBoundary
              what="This picture"
              actions={<Button onClick={() => void removePicture(picture.id)}>Remove it</Button>}
            >
              <GalleryTile picture={picture} />
            </ErrorBoundary>
          </li>
        ))}
      </ul>
      {pictures.length > 0 && (
        <footer className={styles.foot}>
          <label className={styles.crisp}>
            <input type="checkbox" checked={crisp} onChange={(event) => setCrisp(event.currentTarget.checked)} />
            Show crisp pixels
          </label>
          <p>The last {GALLERY_LENGTH} pictures are kept on this device.</p>
        </footer>
      )}
    </>
  );
}

function useNewest(): DrawnPicture[] {
  const newest = useGallery((state) => state.pictures[0]);
  return useMemo(() => {
    if (!newest) return [];
    const { id, png, settings, adapters, model } = newest;
    const { guidanceScale } = settings;
    const how = { guidanceScale, withAdapter: adapters.length > 0, model };
    return [{ id, bytes: png, called: 'The newest picture', ...how }];
  }, [newest]);
}

function Pending({ picture: { prompt, fraction, cancel } }: { picture: PendingPicture }) {
  return (
    <div className={styles.pending}>
      <p>
        {fraction === null ? 'Waiting: ' : 'Drawing: '}
        <em>{prompt}</em>
      </p>
      <ProgressBar label="Drawing progress" fraction={fraction} />
      <IconButton name="Leave this picture out" onClick={cancel}>
        <X aria-hidden size={16} />
      </IconButton>
    </div>
  );
}
