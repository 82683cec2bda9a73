/** Where the coded pictures of an ISO media file lie: the pieces of its items, and the samples of its tracks. */
import { type ByteReader, cutOff, Damage } from '../ByteReader.ts';
import { joinBytes } from '../joinBytes.ts';
import { type Box, boxes, inside } from './isoBoxes.ts';

/** Bytes of all pieces together at most, in lengths of the file: each lies in it once, but for a few that are shared. */
const MOST_FILES = 4;

/** Cuts pieces out of a file, not more of it than there may be. */
export class Pieces {
  #left: number;

  constructor(private readonly file: ByteReader) {
    this.#left = MOST_FILES * file.length;
  }

  cut(start: number, length: number): Uint8Array {
    if (start + length > this.file.length) throw cutOff();
    this.#left -= length;
    if (this.#left < 0) throw new Damage('its pieces lie over each other');
    return this.file.bytes.subarray(start, start + length);
  }

  /** Several as one. */
  join(parts: readonly Uint8Array[]): Uint8Array {
    return parts.length === 1 ? (parts[0] as Uint8Array) : joinBytes(parts);
  }
}

/** A number of 0, 4 or 8 bytes. */
const numberAt = (file: ByteReader, at: number, bytes: number) =>
  bytes === 0 ? 0 : bytes === 4 ? file.u32(at) : file.u32(at) * 2 ** 32 + file.u32(at + 4);

/** Ids of the items that are AV1. */
function codedItems(file: ByteReader, meta: Box): Set<number> {
  const ids = new Set<number>();
  const list = inside(file, meta, 'iinf', 4);
  if (!list) return ids;
  const entries = list.start + (file.u8(list.start) === 0 ? 6 : 8);
  for (const { type, start } of boxes(file, entries, list.end)) {
    const version = file.u8(start);
    if (type !== 'infe' || version < 2) continue;
    const wide = version === 2 ? 2 : 4;
    const id = wide === 2 ? file.u16(start + 4) : file.u32(start + 4);
    if (file.ascii(start + 6 + wide, 4) === 'av01') ids.add(id);
  }
  return ids;
}

/** The data of each AV1 item that `meta` lists. @throws Damage where a piece lies outside of the file */
export function* itemData(file: ByteReader, meta: Box | undefined, pieces: Pieces): Generator<Uint8Array> {
  const places = inside(file, meta, 'iloc', 4);
  if (!meta || !places) return;
  const coded = codedItems(file, meta);
  const within = inside(file, meta, 'idat', 4);
  const version = file.u8(places.start);
  const [sizes, more] = [file.u8(places.start + 4), file.u8(places.start + 5)];
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 4, sizes & 15, more >> 4];
  const indexBytes = version === 0 ? 0 : more & 15;
  if ([offsetBytes, lengthBytes, baseBytes, indexBytes].some((bytes) => ![0, 4, 8].includes(bytes))) {
    throw new Damage('its inner structure is broken');
  }
  const idBytes = version < 2 ? 2 : 4;
  const idAt = (at: number) => (idBytes === 2 ? file.u16(at) : file.u32(at));
  let at = places.start + 6 + idBytes;
  for (let left = idAt(places.start + 6); left > 0; left--) {
    const id = idAt(at);
    at += idBytes;
    const method = version === 0 ? 0 : file.u16(at) & 15;
    at += version === 0 ? 2 : 4;
    const base = numberAt(file, at, baseBytes);
    at += baseBytes;
    const count = file.u16(at);
    at += 2;
    const parts: Uint8Array[] = [];
    for (let part = 0; part < count; part++) {
      at += indexBytes;
      const offset = base + numberAt(file, at, offsetBytes);
      const length = numberAt(file, at + offsetBytes, lengthBytes);
      at += offsetBytes + lengthBytes;
      if (!coded.has(id) || method > 1) continue;
      const start = method === 0 ? offset : (within?.start ?? file.length) + offset;
      // 0: up to the end.
      parts.push(pieces.cut(start, length === 0 ? Math.max(0, file.length - start) : length));
    }
    if (parts.length > 0) yield pieces.join(parts);
  }
}

/** The samples of a track, by the tables in its `stbl`. @throws Damage where one lies outside of the file */
export function* sampleData(file: ByteReader, table: Box | undefined, pieces: Pieces): Generator<Uint8Array> {
  const [sizes, runs] = [inside(file, table, 'stsz'), inside(file, table, 'stsc')];
  const [near, far] = [inside(file, table, 'stco'), inside(file, table, 'co64')];
  const chunks = near ?? far;
  if (!sizes || !runs || !chunks) return;
  const wide = near ? 4 : 8;
  const common = file.u32(sizes.start + 4);
  const samples = file.u32(sizes.start + 8);
  const runCount = file.u32(runs.start + 4);
  let sample = 0;
  let run = 0;
  for (let chunk = 0; chunk < file.u32(chunks.start + 4) && sample < samples; chunk++) {
    // A run of chunks goes up to where the next one begins; they are counted from 1.
    while (run + 1 < runCount && file.u32(runs.start + 8 + 12 * (run + 1)) <= chunk + 1) run++;
    let start = numberAt(file, chunks.start + 8 + wide * chunk, wide);
    for (let left = file.u32(runs.start + 12 + 12 * run); left > 0 && sample < samples; left--) {
      const length = common > 0 ? common : file.u32(sizes.start + 12 + 4 * sample);
      yield pieces.cut(start, length);
      start += length;
      sample++;
    }
  }
}
