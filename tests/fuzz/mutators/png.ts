/** Changes PNG files chunk by chunk, with checksums that are right again, so that what lies in the chunks is read. */
import { crc32 } from '../../../workers/images/png/crc32.ts';
import type { Random } from '../run/random.ts';
import { type Bytes, concat, mutateBytes } from './bytes.ts';
import { mutateText } from './text.ts';

interface Chunk {
  type: string;
  data: Bytes;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const TYPES = ['IHDR', 'IDAT', 'IEND', 'acTL', 'fcTL', 'fdAT', 'tEXt', 'iTXt', 'zTXt', 'eXIf', 'PLTE', 'abcd', 'ABCD'];

function chunksOf(file: Bytes): Chunk[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= file.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    chunks.push({ type, data: file.slice(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** A file of chunks. */
export function pngOf(chunks: readonly Chunk[]): Bytes {
  return concat(
    SIGNATURE,
    ...chunks.flatMap(({ type, data }) => {
      const typed = concat(latin1(type), data);
      return [u32(data.length), typed, u32(crc32(typed))];
    }),
  );
}

function sizes(random: Random, data: Bytes): Bytes {
  const changed = data.slice();
  const view = new DataView(changed.buffer);
  const at = 4 * random.below(Math.floor(data.length / 4));
  if (data.length >= 4)
    view.setUint32(at, random.pick([0, 1, 9999, 10_001, 16_384, 16_385, 65_535, 0x7fffffff, 0xffffffff]));
  return changed;
}

/** A text chunk whose text is changed as text. */
function ofText(random: Random, data: Bytes): Bytes {
  const end = data.indexOf(0);
  const text = new TextDecoder().decode(data.subarray(end + 1));
  return concat(data.subarray(0, end + 1), new TextEncoder().encode(mutateText(random, text, [text])));
}

export function mutatePng(random: Random, seeds: readonly Bytes[]): Bytes {
  const chunks = chunksOf(random.pick(seeds));
  const times = random.few(5);
  for (let time = 0; time < times && chunks.length > 0; time++) {
    const at = random.below(chunks.length);
    const chunk = chunks[at] as Chunk;
    switch (random.below(8)) {
      case 0:
        chunks.splice(at, 1);
        break;
      case 1:
        chunks.splice(random.below(chunks.length + 1), 0, chunk);
        break;
      case 2:
        chunks[at] = { ...chunk, type: random.pick(TYPES) };
        break;
      case 3:
        chunks.splice(at, 0, ...chunksOf(random.pick(seeds)).slice(0, 3));
        break;
      case 4:
        chunks[at] = { ...chunk, data: sizes(random, chunk.data) };
        break;
      case 5:
        chunks[at] = {
          ...chunk,
          data: /^[ti]/.test(chunk.type) ? ofText(random, chunk.data) : sizes(random, chunk.data),
        };
        break;
      default:
        chunks[at] = { ...chunk, data: mutateBytes(random, chunk.data, [chunk.data]) };
    }
  }
  const whole = pngOf(chunks);
  return random.chance(0.1) ? mutateBytes(random, whole, [whole], 1) : whole;
}
