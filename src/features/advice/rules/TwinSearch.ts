/**
 * Nearly the same pictures among many. Each pair is compared once for as long as both are there: a picture that is added,
 * captioned, cropped or removed has no other pair compared again. Different crops of one photograph are meant to be alike.
 *
 * Likeness (see copies.ts) of different sample fabrics is 0.58 at most, of the same one after JPEG, other colours or a
 * shift by a twentieth 0.80 or more.
 */
import type { ImageStatistics } from '../../../contract/imageWorker.ts';
import type { Crop } from '../../../contract/pictures/crop.ts';
import { sameCrop } from '../../dataset/crops/cropGeometry.ts';
import { likeness } from './likeness.ts';

const NEARLY_SAME = 0.8;

/** What it has to know of a picture. */
interface Seen {
  id: string;
  /** Null until it was looked at. */
  statistics: ImageStatistics | null;
  original?: string | undefined;
  crop?: Crop | undefined;
}

/** What is known of a picture that was compared with all others. */
interface Known extends Pick<Seen, 'original' | 'crop'> {
  statistics: ImageStatistics;
  /** The ids that it is nearly the same as. */
  twins: Set<string>;
}

export class TwinSearch {
  readonly #known = new Map<string, Known>();

  /** The first picture that is nearly the same as one before it, and the first such one; null where there is none. */
  find<T extends Seen>(images: readonly T[]): { image: T; twin: T } | null {
    this.#forgetAllBut(images);
    for (const { id, statistics, original, crop } of images) {
      if (statistics && !this.#known.has(id)) this.#add(id, { statistics, original, crop, twins: new Set() });
    }
    for (const [index, image] of images.entries()) {
      const twins = this.#known.get(image.id)?.twins;
      if (!twins || twins.size === 0) continue;
      const twin = images.slice(0, index).find(({ id }) => twins.has(id));
      if (twin) return { image, twin };
    }
    return null;
  }

  #add(id: string, added: Known): void {
    for (const [other, known] of this.#known) {
      if (areParts(added, known) || likeness(added.statistics, known.statistics) < NEARLY_SAME) continue;
      added.twins.add(other);
      known.twins.add(id);
    }
    this.#known.set(id, added);
  }

  #forgetAllBut(images: readonly Seen[]): void {
    const there = new Map(images.map(({ id, statistics }) => [id, statistics]));
    for (const [id, { statistics }] of [...this.#known]) {
      // Cropped otherwise, it is another picture.
      if (there.get(id) === statistics) continue;
      this.#known.delete(id);
      for (const { twins } of this.#known.values()) twins.delete(id);
    }
  }
}

/** Whether they are different parts of one photograph. */
function areParts(one: Known, other: Known): boolean {
  return one.original !== undefined && one.original === other.original && !sameCrop(one.crop, other.crop);
}
