/** Changes bytes without knowing what they mean: bits, numbers, lengths, pieces that come twice, go, or come from elsewhere. */
import type { Random } from '../run/random.ts';
import { WHOLE_NUMBERS } from './interesting.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that an input made here has at most. */
const LONGEST = 512 * 1024;

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const spliced = (bytes: Bytes, from: number, to: number, piece: Uint8Array): Bytes =>
  concat(bytes.subarray(0, from), piece, bytes.subarray(to));

/** A stretch of the bytes. */
function stretch(random: Random, bytes: Uint8Array, most = bytes.length): [from: number, to: number] {
  const from = random.below(bytes.length);
  return [from, Math.min(bytes.length, from + 1 + random.size(most))];
}

/** Overwrites a number of 1, 2, 4 or 8 bytes. */
function setNumber(random: Random, bytes: Bytes): Bytes {
  const width = random.pick([1, 2, 2, 4, 4, 4, 8]);
  if (bytes.length < width) return bytes;
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  // Lengths and sizes stand at the beginning more often than elsewhere.
  const at = random.chance(0.4)
    ? random.below(Math.min(64, bytes.length - width + 1))
    : random.below(bytes.length - width + 1);
  const little = random.chance(0.5);
  const value = random.chance(0.2) ? bytes.length + random.between(-9, 9) : random.pick(WHOLE_NUMBERS);
  if (width === 1) view.setUint8(at, value);
  else if (width === 2) view.setUint16(at, value, little);
  else if (width === 4) view.setUint32(at, value, little);
  else view.setBigUint64(at, random.chance(0.3) ? 2n ** 64n - 1n : BigInt(Math.max(0, value)), little);
  return changed;
}

type Change = (random: Random, bytes: Bytes, others: readonly Bytes[]) => Bytes;

const CHANGES: readonly Change[] = [
  setNumber,
  setNumber,
  function flipBit(random, bytes) {
    const changed = bytes.slice();
    const at = random.below(bytes.length);
    changed[at] = (changed[at] as number) ^ (1 << random.below(8));
    return changed;
  },
  function setByte(random, bytes) {
    const changed = bytes.slice();
    changed[random.below(bytes.length)] = random.chance(0.5)
      ? random.below(256)
      : random.pick([0, 0x20, 0x7f, 0x80, 0xff]);
    return changed;
  },
  function truncate(random, bytes) {
    return bytes.slice(0, random.below(bytes.length + 1));
  },
  function cutOut(random, bytes) {
    const [from, to] = stretch(random, bytes);
    return spliced(bytes, from, to, new Uint8Array());
  },
  function insert(random, bytes) {
    const piece = Uint8Array.from({ length: 1 + random.size(64) }, () => random.below(256));
    const at = random.below(bytes.length + 1);
    return spliced(bytes, at, at, piece);
  },
  function twice(random, bytes) {
    const [from, to] = stretch(random, bytes);
    const at = random.below(bytes.length + 1);
    return spliced(bytes, at, at, bytes.subarray(from, to));
  },
  function manyTimes(random, bytes) {
    const [from, to] = stretch(random, bytes, 64);
    const times = Math.floor(random.size(64 * 1024) / (to - from)) + 1;
    const piece = new Uint8Array((to - from) * times);
    for (let time = 0; time < times; time++) piece.set(bytes.subarray(from, to), time * (to - from));
    return spliced(bytes, from, to, piece);
  },
  function zeros(random, bytes) {
    const [from, to] = stretch(random, bytes);
    return spliced(bytes, from, to, new Uint8Array(to - from).fill(random.pick([0, 0xff])));
  },
  function fromAnother(random, bytes, others) {
    const other = random.pick(others);
    const [from, to] = stretch(random, other);
    const [at, end] = stretch(random, bytes);
    return spliced(bytes, at, random.chance(0.5) ? at : end, other.subarray(from, to));
  },
];

/** The bytes with a few changes. @param others what pieces may be taken from, the bytes themselves among them */
export function mutateBytes(random: Random, bytes: Bytes, others: readonly Bytes[], times = random.few()): Bytes {
  let changed = bytes;
  for (let time = 0; time < times; time++) {
    if (changed.length === 0) changed = Uint8Array.of(random.below(256));
    changed = random.pick(CHANGES)(random, changed, others).slice(0, LONGEST);
  }
  return changed;
}
