/** Changes zips: files in them that are changed by their kinds and packed again, or numbers of the list that lie. */
import { unzipSync, type Zippable, zipSync } from 'fflate';
import type { Random } from '../run/random.ts';
import { type Bytes, mutateBytes } from './bytes.ts';
import { mutateParts, type Part } from './parts.ts';

export const zipOf = (parts: readonly Part[], level: 0 | 6 = 6): Bytes => {
  const files: Zippable = {};
  for (const { path, bytes } of parts) files[path.slice(0, 1000) || 'x'] = [bytes, { level }];
  return zipSync(files, { mtime: new Date(1980, 0, 1) }).slice();
};

const partsOf = (zip: Bytes): Part[] =>
  Object.entries(unzipSync(zip)).map(([path, bytes]) => ({ path, bytes: bytes.slice() }));

/** Fields of an entry in the list at a zip's end: flags, method, checksum, both sizes, lengths of names, where the file is. */
const FIELDS: readonly (readonly [offset: number, width: 2 | 4])[] = [
  [8, 2],
  [10, 2],
  [16, 4],
  [20, 4],
  [24, 4],
  [28, 2],
  [30, 2],
  [32, 2],
  [42, 4],
];
const LIST_ENTRY = [0x50, 0x4b, 0x01, 0x02];

function mutateList(random: Random, zip: Bytes): Bytes {
  const changed = zip.slice();
  const view = new DataView(changed.buffer);
  const entries: number[] = [];
  for (let at = changed.indexOf(0x50); at >= 0 && at + 46 <= changed.length; at = changed.indexOf(0x50, at + 1)) {
    if (LIST_ENTRY.every((byte, index) => changed[at + index] === byte)) entries.push(at);
  }
  // Where the list ends: how many files there are, how long it is, and where it begins.
  const end = changed.length - 22;
  const times = random.few(4);
  for (let time = 0; time < times && end >= 0; time++) {
    const [at, [offset, width]] =
      entries.length > 0 && random.chance(0.7)
        ? [random.pick(entries), random.pick(FIELDS)]
        : [
            end,
            random.pick([
              [8, 2],
              [10, 2],
              [12, 4],
              [16, 4],
              [20, 2],
            ] as const),
          ];
    if (at + offset + width > changed.length) continue;
    const old = width === 2 ? view.getUint16(at + offset, true) : view.getUint32(at + offset, true);
    const value = random.pick([0, 1, 8, 0xffff, 0xffffffff, 0x7fffffff, old + 1, old - 1, 2 * old, changed.length]);
    if (width === 2) view.setUint16(at + offset, value, true);
    else view.setUint32(at + offset, value, true);
  }
  return changed;
}

/** @param change changes a file in a zip in a way of its own, or gives null */
export function zipMutator(change: (random: Random, part: Part) => Bytes | null = () => null) {
  return (random: Random, seeds: readonly Bytes[]): Bytes => {
    const zip = random.pick(seeds);
    if (random.chance(0.4)) return mutateList(random, zip);
    const packed = zipOf(mutateParts(random, partsOf(zip), change), random.chance(0.3) ? 0 : 6);
    return random.chance(0.1) ? mutateBytes(random, packed, [packed], 1) : packed;
  };
}
