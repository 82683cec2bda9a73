/**
 * Photographs that teach little or the wrong thing: twice the same, too small, or blurred.
 *
 * Twice the same: see TwinSearch.ts. Blurred: the variance of the Laplacian of luma at 256 pixels a side
 * (Pech-Pacheco et al. 2000) is 3600 to 5200 for the samples, about 125 blurred by a Gaussian of 2 pixels at that side,
 * and about 42 by one of 2.7: from there on no thread can be told from its neighbour at the starter's size. A plain, calm
 * cloth has little of it too, hence only a hint.
 */
import type { ImageStatistics } from '../../../contract/imageWorker.ts';
import type { Crop } from '../../../contract/pictures/crop.ts';
import { t } from '../../../kit/language/t.ts';
import type { Remark } from '../remark.ts';
import type { TwinSearch } from './TwinSearch.ts';

const BLURRED = 60;

export interface MeasuredImage {
  id: string;
  name: string;
  /** The smaller side of the file's own picture, or of what is shown of it, in pixels. */
  side: number;
  /** Null until it was looked at. */
  statistics: ImageStatistics | null;
  /** The photograph that it was cut out of, and which part of that it is. */
  original?: string | undefined;
  crop?: Crop | undefined;
}

/** The dataset's image that is to go. */
export interface ImageChange {
  remove: string;
}

/** @param search of these images: it knows which pairs were compared before */
export function duplicateImages(images: readonly MeasuredImage[], search: TwinSearch): Remark<ImageChange> | null {
  const found = search.find(images);
  if (!found) return null;
  const { image, twin } = found;
  return {
    id: `duplicate:${twin.id}:${image.id}`,
    tone: 'warning',
    sentence: t('“{name}” is nearly the same picture as “{other}”.', { name: image.name, other: twin.name }),
    todo: t('What comes twice is learnt twice as hard, and comes out as a copy.'),
    lead: { kind: 'change', text: t('Remove {name}', { name: image.name }), change: { remove: image.id } },
  };
}

/** @param native the side of the model's own pictures in pixels; null until it is known */
export function smallImages(images: readonly MeasuredImage[], native: number | null): Remark<ImageChange> | null {
  if (native === null) return null;
  const small = images.filter(({ side }) => side < native);
  const [first] = small;
  if (!first) return null;
  return {
    id: `small:${small.map(({ id }) => id).join()}`,
    tone: 'warning',
    sentence: t('{naming} smaller than the {native} pixels that the model learns in, and must be enlarged.', {
      naming: naming(small),
      native,
    }),
    todo: t('It teaches soft threads. Take the photograph’s own file rather than a preview of it.'),
    lead: { kind: 'change', text: t('Remove {name}', { name: first.name }), change: { remove: first.id } },
  };
}

export function blurredImages(images: readonly MeasuredImage[]): Remark<ImageChange> | null {
  const blurred = images.filter(({ statistics }) => statistics !== null && statistics.sharpness < BLURRED);
  const [first] = blurred;
  if (!first) return null;
  return {
    id: `blurred:${blurred.map(({ id }) => id).join()}`,
    tone: 'hint',
    sentence: t('{naming} blurred, or very plain.', { naming: naming(blurred) }),
    todo: t('Blur is learnt like everything else. A sharp photograph in its place shows the threads.'),
    lead: { kind: 'change', text: t('Remove {name}', { name: first.name }), change: { remove: first.id } },
  };
}

function naming(images: readonly MeasuredImage[]): string {
  const [first] = images;
  const more = images.length - 1;
  if (more === 0) return t('“{name}” is', { name: first?.name });
  return t('“{name}” and {more, plural, one {one more} other {{more} more}} are', { name: first?.name, more });
}
