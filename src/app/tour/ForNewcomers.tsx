/** Whom the tour is offered to: who has no photograph, nothing learnt and nothing drawn, and was not asked before. */
import { msg } from '../../contract/message.ts';
import { useGallery } from '../../features/create/galleryStore.ts';
import { useDataset } from '../../features/dataset/datasetStore.ts';
import { useLibrary } from '../../features/library/libraryStore.ts';
import { lazyPart } from '../../kit/components/lazyPart.tsx';
import { useTour } from './tourState.ts';

const TourOffer = lazyPart(msg('The offer of a tour'), async () => (await import('./TourOffer.tsx')).TourOffer);

export function ForNewcomers() {
  const seen = useTour((state) => state.seen);
  const noImages = useDataset(({ loaded, images, reading }) => loaded && images.length + reading.length === 0);
  const nothingLearnt = useLibrary(
    ({ loaded, adapters, embeddings }) => loaded && adapters.length + embeddings.length === 0,
  );
  const noPictures = useGallery(({ pictures, pending }) => pictures.length + pending.length === 0);
  return !seen && noImages && nothingLearnt && noPictures ? <TourOffer /> : null;
}
