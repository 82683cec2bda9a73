/** The open dataset's main colours, worked out once for each set of images. */
import type { Palette } from '../../../contract/pictures/palette.ts';
import { coloursOf } from '../../../session/imageClient.ts';
import { useDataset } from '../datasetStore.ts';
import { pictureId } from '../imageRecords.ts';

/** Images that are looked at: of one cloth, more of them show nothing new. */
const MOST_IMAGES = 24;

let asked: { images: string; palette: Promise<Palette> } | null = null;

/** Null where the dataset has no image. @throws StudioError where one cannot be decoded */
export async function clothColours(): Promise<Palette | null> {
  const { images } = useDataset.getState();
  const step = Math.max(1, images.length / MOST_IMAGES);
  const chosen = images.filter((_, place) => Math.floor(place / step) !== Math.floor((place - 1) / step));
  if (chosen.length === 0) return null;
  const ids = chosen.map(pictureId).join(' ');
  if (asked?.images === ids) return asked.palette;
  const mine = { images: ids, palette: coloursOf(chosen.map(({ bytes }) => bytes)) };
  asked = mine;
  mine.palette.catch(() => {
    // The next time it is tried anew.
    if (asked === mine) asked = null;
  });
  return mine.palette;
}
