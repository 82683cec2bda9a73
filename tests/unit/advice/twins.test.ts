/** Nearly the same pictures among hundreds: found as before, and without holding up the page. */
import { describe, expect, it } from 'vitest';
import type { ImageStatistics } from '../../../src/contract/imageWorker.ts';
import { TwinSearch } from '../../../src/features/advice/rules/TwinSearch.ts';

/** A look at a picture that is like no other of another seed. */
function look(seed: number): ImageStatistics {
  let state = seed * 7919 + 1;
  const values = Float32Array.from({ length: 3 * 16 * 16 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  });
  const length = Math.hypot(...values);
  const patches = values.map((value) => value / length);
  return { patches, sharpness: 1000, burnt: 0, contrast: 50, colour: 50, evenness: 0.7 };
}

const seen = (id: string, statistics: ImageStatistics | null) => ({ id, statistics });
const ids = (found: { image: { id: string }; twin: { id: string } } | null) => found && [found.twin.id, found.image.id];

describe('nearly the same pictures', () => {
  it('are the first one that comes again and the first that it is like, in whatever order they are looked at', () => {
    const images = [seen('a', look(1)), seen('b', look(2)), seen('c', look(1)), seen('d', look(2))];
    expect(ids(new TwinSearch().find(images))).toEqual(['a', 'c']);
    const search = new TwinSearch();
    const known = new Set<string>();
    for (const [next, found] of [
      ['d', null],
      ['a', null],
      ['b', ['b', 'd']],
      ['c', ['a', 'c']],
    ] as const) {
      known.add(next);
      expect(ids(search.find(images.map(({ id, statistics }) => seen(id, known.has(id) ? statistics : null))))).toEqual(
        found,
      );
    }
  });

  it('are none where they are different parts of one photograph, but are where it came twice', () => {
    const part = (id: string, original: string, x: number | null) => ({
      ...seen(id, look(1)),
      original,
      crop: x === null ? undefined : { x, y: 0, side: 8, turns: 0 as const },
    });
    const parts = [part('a', 'one', null), part('b', 'one', 0), part('c', 'one', 4)];
    expect(new TwinSearch().find(parts)).toBeNull();
    expect(ids(new TwinSearch().find([...parts, part('d', 'one', 4)]))).toEqual(['c', 'd']);
    expect(ids(new TwinSearch().find([part('a', 'one', 0), part('b', 'other', 4)]))).toEqual(['a', 'b']);
  });

  it('are looked for anew once a picture is another one', () => {
    const search = new TwinSearch();
    const [one, other] = [look(1), look(2)];
    expect(search.find([seen('a', one), seen('b', other)])).toBeNull();
    expect(ids(search.find([seen('a', one), seen('b', look(1))]))).toEqual(['a', 'b']);
    expect(search.find([seen('a', one), seen('b', null)])).toBeNull();
  });

  it('are forgotten with a picture that is removed, and found again where it comes back', () => {
    const [a, b] = [seen('a', look(1)), seen('b', look(1))];
    const search = new TwinSearch();
    expect(ids(search.find([a, b]))).toEqual(['a', 'b']);
    expect(search.find([b])).toBeNull();
    expect(ids(search.find([a, b]))).toEqual(['a', 'b']);
    expect(ids(search.find([b, a]))).toEqual(['b', 'a']);
  });

  it('compare each pair of two hundred once, whatever is typed or added meanwhile', () => {
    let reads = 0;
    const images = Array.from({ length: 200 }, (_, index) => {
      const statistics = look(index);
      return seen(String(index), {
        ...statistics,
        get patches() {
          reads += 1;
          return statistics.patches;
        },
      });
    });
    const search = new TwinSearch();
    let slowest = 0;
    for (let count = 1; count <= images.length; count++) {
      const began = performance.now();
      expect(search.find(images.slice(0, count))).toBeNull();
      slowest = Math.max(slowest, performance.now() - began);
    }
    const pairs = (200 * 199) / 2;
    expect(reads).toBe(2 * pairs);
    // A caption is typed: other objects, the same looks.
    for (let key = 0; key < 50; key++) search.find(images.map((image) => ({ ...image })));
    expect(reads).toBe(2 * pairs);
    // Far above what it takes (a millisecond), and far below what is felt.
    expect(slowest).toBeLessThan(200);
  });
});
