/**
 * Nearly the same pictures among many. Each pair is compared once for as long as both are there: a picture that is added,
 * captioned or removed has no other pair compared again.
 *
 * Likeness (see copies.ts) of different sample fabrics is 0.58 at most, of the same one after JPEG, other colours or a
 * shift by a twentieth 0.80 or more.
 */
import type { ImageStatistics } from '../../../contract/imageWorker.ts';
import { likeness } from './likeness.ts';

const NEARLY_SAME = 0.8;

/** What it has to know of a picture. */
interface Seen {
  id: string;
  /** Null until it was looked at. */
  statistics: ImageStatistics | null;
}

export class TwinSearch {
  /** What was compared with all others here, and the ids that it is nearly the same as. */
  readonly #known = new Map<string, { statistics: ImageStatistics; twins: Set<string> }>();

  /** The first picture that is nearly the same as one before it, and the first such one; null where there is none. */
  find<T extends Seen>(images: readonly T[]): { image: T; twin: T } | null {
    this.#forgetAllBut(images);
    for (const { id, statistics } of images) if (statistics) this.#add(id, statistics);
    for (const [index, image] of images.entries()) {
      const twins = this.#known.get(image.id)?.twins;
      if (!twins || twins.size === 0) continue;
      const twin = images.slice(0, index).find(({ id }) => twins.has(id));
      if (twin) return { image, twin };
    }
    return null;
  }

  #add(id: string, statistics: ImageStatistics): void {
    if (this.#known.has(id)) return;
    const twins = new Set<string>();
    for (const [other, known] of this.#known) {
      if (likeness(statistics, known.statistics) < NEARLY_SAME) continue;
      twins.add(other);
      known.twins.add(id);
    }
    this.#known.set(id, { statistics, twins });
  }

  #forgetAllBut(images: readonly Seen[]): void {
    const there = new Set(images.map(({ id }) => id));
    for (const id of [...this.#known.keys()]) {
      if (there.has(id)) continue;
      this.#known.delete(id);
      for (const { twins } of this.#known.values()) twins.delete(id);
    }
  }
}
