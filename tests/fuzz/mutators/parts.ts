/** Inputs of several files: a list of them, of which each may be changed in its own way, may go, or come twice. */
import type { Random } from '../run/random.ts';
import { type Bytes, mutateBytes } from './bytes.ts';
import { KEYS } from './interesting.ts';
import { mutateJson, treeOf } from './json.ts';
import { mutateText } from './text.ts';

export interface Part {
  path: string;
  bytes: Bytes;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** As one run of bytes: for each part the lengths of its path and content, then these. */
export function joined(parts: readonly Part[]): Bytes {
  const pieces = parts.flatMap(({ path, bytes }) => {
    const name = encoder.encode(path);
    const head = new Uint8Array(6);
    const view = new DataView(head.buffer);
    view.setUint16(0, name.length);
    view.setUint32(2, bytes.length);
    return [head, name, bytes];
  });
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The parts of any bytes: where lengths make no sense, what there is. */
export function parted(bytes: Bytes): Part[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Part[] = [];
  for (let at = 0; at + 6 <= bytes.length; ) {
    const [name, content] = [view.getUint16(at), view.getUint32(at + 2)];
    const from = at + 6 + name;
    parts.push({ path: decoder.decode(bytes.subarray(at + 6, from)), bytes: bytes.slice(from, from + content) });
    at = from + content;
  }
  return parts;
}

function changed(random: Random, { path, bytes }: Part): Bytes {
  if (/\.jsonl?$/.test(path) && random.chance(0.8)) {
    try {
      const tree = treeOf(JSON.parse(decoder.decode(bytes)));
      return encoder.encode(mutateJson(random, tree, [tree]));
    } catch {
      // As text then.
    }
  }
  if (/\.(?:jsonl?|ya?ml|txt|caption)$/.test(path) && random.chance(0.7)) {
    const text = decoder.decode(bytes);
    return encoder.encode(mutateText(random, text, [text]));
  }
  return mutateBytes(random, bytes, [bytes]);
}

/** @param change changes a part in a way of its own, or gives null to leave that to what its name says */
export function mutateParts(
  random: Random,
  parts: readonly Part[],
  change: (random: Random, part: Part) => Bytes | null = () => null,
): Part[] {
  const list = [...parts];
  const times = random.few(4);
  for (let time = 0; time < times && list.length > 0; time++) {
    const at = random.below(list.length);
    const part = list[at] as Part;
    switch (random.below(10)) {
      case 0:
        list.splice(at, 1);
        break;
      case 1:
        list.splice(random.below(list.length + 1), 0, {
          ...part,
          path: random.chance(0.5) ? part.path : random.pick(list).path,
        });
        break;
      case 2: {
        const path = random.chance(0.3)
          ? random.pick(KEYS)
          : mutateText(random, part.path, [part.path, ...KEYS], ['/', '\\', '..', '.']);
        list[at] = { ...part, path: path.slice(0, 2000) };
        break;
      }
      default:
        list[at] = { ...part, bytes: change(random, part) ?? changed(random, part) };
    }
  }
  return list;
}
