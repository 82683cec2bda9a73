/** Photographs looked at whole, and squares cut out of them. Loaded when a photograph is first cropped. */
import type { CutOut, UprightPhotograph } from '../../../src/contract/imageWorker.ts';
import type { Crop } from '../../../src/contract/pictures/crop.ts';
import { pictureToPng } from '../decodeSquare.ts';
import { cutOut } from './cutOut.ts';
import { previewOf, withPhotograph } from './photograph.ts';

/** Pixels of the longer side that are shown: as much as a dialog has on a screen of twice as many pixels. */
const PREVIEW_SIDE = 1280;

/** @throws StudioError `image-damaged`, `image-unsupported` or `out-of-memory` */
export function uprightPhotograph(file: Blob): Promise<UprightPhotograph> {
  return withPhotograph(file, async (photograph) => {
    const { width, height } = photograph;
    return { preview: (await previewOf(photograph, PREVIEW_SIDE)).buffer, width, height };
  });
}

/** @throws StudioError `image-damaged`, `image-unsupported` or `out-of-memory` */
export function cropPhotograph(file: Blob, crops: readonly Crop[]): Promise<CutOut[]> {
  return withPhotograph(file, async (photograph) => {
    const cut: CutOut[] = [];
    // One after the other: the pixels of all of them may be more than there is memory.
    for (const crop of crops) {
      const picture = cutOut(photograph, crop);
      cut.push({ bytes: (await pictureToPng(picture)).buffer, side: picture.width });
    }
    return cut;
  });
}
