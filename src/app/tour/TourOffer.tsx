/** The tour, offered to those who have made nothing yet; once declined or taken, it is found in the Course. */
import { useGallery } from '../../features/create/galleryStore.ts';
import { useDataset } from '../../features/dataset/datasetStore.ts';
import { useLibrary } from '../../features/library/libraryStore.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import styles from './Tour.module.css';
import { declineTour, startTour, useTour } from './tourStore.ts';

export function TourOffer() {
  const seen = useTour((state) => state.seen);
  const noImages = useDataset(({ loaded, images, reading }) => loaded && images.length + reading.length === 0);
  const nothingLearnt = useLibrary(
    ({ loaded, adapters, embeddings }) => loaded && adapters.length + embeddings.length === 0,
  );
  const noPictures = useGallery(({ pictures, pending }) => pictures.length + pending.length === 0);
  if (seen || !noImages || !nothingLearnt || !noPictures) return null;
  return (
    <section className={styles.offer} aria-label="A first visit">
      <p>New here? A tour of six steps ends with a first picture of your own. You can leave it at any time.</p>
      <div className={styles.actions}>
        <Button onClick={startTour}>Start the tour</Button>
        <Button kind="quiet" onClick={declineTour}>
          Not now
        </Button>
      </div>
    </section>
  );
}
