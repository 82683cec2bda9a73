/**
 * Changes `.safetensors` files by their structure: half of what comes out is whole still, with other tensors, so that what
 * reads the tensors is reached; the rest has a header that lies.
 */
import type { Random } from '../run/random.ts';
import { type Bytes, concat, mutateBytes } from './bytes.ts';
import { KEYS, TEXTS } from './interesting.ts';
import { mutateJson, type Tree, textOf, treeOf } from './json.ts';
import type { Part } from './parts.ts';

interface Tensor {
  name: string;
  dtype: string;
  shape: number[];
  bytes: Uint8Array;
}

interface File {
  metadata: Record<string, string> | null;
  tensors: Tensor[];
}

const WIDTHS: Readonly<Record<string, number>> = { F64: 8, I64: 8, F32: 4, I32: 4, F16: 2, BF16: 2, U8: 1, BOOL: 1 };
const WORDS = ['dtype', 'shape', 'data_offsets', '__metadata__', ...Object.keys(WIDTHS), 'F8_E4M3', 'U64', 'f32'];
/** Bytes of one tensor at most: rules are broken by shapes, not by size. */
const LARGEST = 64 * 1024;

function split(file: Bytes): { header: Record<string, unknown>; data: Uint8Array } {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  return {
    header: JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))),
    data: file.subarray(8 + length),
  };
}

const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(Number.isInteger);

/** @throws TypeError where it is whole no more, which one that was changed before need not be */
function read(file: Bytes): File {
  const { header, data } = split(file);
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = Object.entries(entries).map(([name, entry]) => {
    const { dtype, shape, data_offsets } = entry as Record<string, unknown>;
    if (typeof dtype !== 'string' || !isNumbers(shape) || !isNumbers(data_offsets)) throw new TypeError(`no ${name}`);
    return { name, dtype, shape, bytes: data.subarray(data_offsets[0], data_offsets[1]) };
  });
  const told = Object.entries(metadata as object);
  if (!told.every(([, text]) => typeof text === 'string')) throw new TypeError('no metadata');
  return { metadata: told.length > 0 ? Object.fromEntries(told) : null, tensors };
}

function withHeader(json: string, data: Uint8Array): Bytes {
  const header = new TextEncoder().encode(json);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true);
  return concat(length, header, data);
}

function written({ metadata, tensors }: File): Bytes {
  const entries: [string, Tree][] = metadata ? [['__metadata__', treeOf(metadata)]] : [];
  let at = 0;
  for (const { name, dtype, shape, bytes } of tensors) {
    entries.push([name, treeOf({ dtype, shape, data_offsets: [at, at + bytes.length] })]);
    at += bytes.length;
  }
  return withHeader(textOf({ entries }), concat(...tensors.map(({ bytes }) => bytes)));
}

const countOf = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1);

/** As many bytes as type and shape ask for: those there are, and more of them. */
function filled(random: Random, tensor: Tensor): Tensor {
  const wanted = countOf(tensor.shape) * (WIDTHS[tensor.dtype] ?? 4);
  if (wanted > LARGEST) return tensor;
  const bytes = new Uint8Array(wanted);
  for (let at = 0; at < wanted; at++)
    bytes[at] = tensor.bytes[at % Math.max(1, tensor.bytes.length)] ?? random.below(256);
  return { ...tensor, bytes };
}

/** Bit patterns of float32 that no weight should have. */
const ODD_FLOATS = [0x7fc00000, 0x7f800000, 0xff800000, 0x00000001, 0x7f7fffff, 0x80000000];

type Change = (random: Random, file: File, others: readonly File[], names: readonly string[]) => void;

const some = (random: Random, { tensors }: File): number => random.below(tensors.length);

const CHANGES: readonly Change[] = [
  function drop(random, file) {
    file.tensors.splice(some(random, file), 1);
  },
  function rename(random, file, others, names) {
    const at = some(random, file);
    const { name } = file.tensors[at] as Tensor;
    const other = random.pick([...(random.pick(others).tensors.map((tensor) => tensor.name) ?? []), ...names, ...KEYS]);
    // Half of one name, half of another: prefixes and endings of all layouts meet.
    const [dot, theirs] = [
      name.indexOf('.', random.below(name.length)),
      other.indexOf('.', random.below(other.length)),
    ];
    const mixed = dot < 0 || theirs < 0 ? other : name.slice(0, dot) + other.slice(theirs);
    file.tensors[at] = { ...(file.tensors[at] as Tensor), name: random.chance(0.5) ? mixed : other };
  },
  function again(random, file, _others, names) {
    const tensor = file.tensors[some(random, file)] as Tensor;
    file.tensors.push({
      ...tensor,
      name: random.chance(0.5)
        ? `${tensor.name}${random.pick(['_', '.1', '.default'])}`
        : random.pick([...names, ...TEXTS]),
    });
  },
  function reshape(random, file) {
    const at = some(random, file);
    const tensor = file.tensors[at] as Tensor;
    const shape = [...tensor.shape];
    const side = random.below(shape.length);
    const old = shape[side] ?? 1;
    switch (random.below(6)) {
      case 0:
        shape.splice(side, 1);
        break;
      case 1:
        shape.splice(side, 0, 1);
        break;
      case 2:
        shape.reverse();
        break;
      case 3:
        shape[side] = 0;
        break;
      default:
        shape[side] = random.pick([1, 2, old + 1, Math.max(0, old - 1), 2 * old]);
    }
    file.tensors[at] = filled(random, { ...tensor, shape });
  },
  function retype(random, file) {
    const at = some(random, file);
    file.tensors[at] = filled(random, { ...(file.tensors[at] as Tensor), dtype: random.pick(Object.keys(WIDTHS)) });
  },
  function oddNumbers(random, file) {
    const at = some(random, file);
    const tensor = file.tensors[at] as Tensor;
    const bytes = Uint8Array.from(tensor.bytes);
    if (bytes.length >= 4)
      new DataView(bytes.buffer).setUint32(random.below(bytes.length / 4) * 4, random.pick(ODD_FLOATS), true);
    file.tensors[at] = { ...tensor, bytes };
  },
  function fromAnother(random, file, others) {
    const other = random.pick(others);
    const tensor = other.tensors[some(random, other)];
    if (tensor) file.tensors.push(tensor);
    if (random.chance(0.2)) file.metadata = other.metadata;
  },
  function metadata(random, file) {
    const old = file.metadata ?? {};
    const key = random.pick([...Object.keys(old), ...KEYS]);
    file.metadata = Object.fromEntries([...Object.entries(old), [key, random.pick(TEXTS)]]);
  },
];

/** @param names that other files of the kind have @param ofMetadata makes another text of an entry of the metadata */
export function safetensorsMutator(
  names: readonly string[] = [],
  ofMetadata?: (random: Random, key: string, text: string) => string,
) {
  const known = new WeakMap<readonly Bytes[], File[]>();
  return (random: Random, seeds: readonly Bytes[]): Bytes => {
    const files = known.get(seeds) ?? seeds.map(read);
    known.set(seeds, files);
    if (random.chance(0.25)) {
      const { header, data } = split(random.pick(seeds));
      return withHeader(mutateJson(random, treeOf(header), [treeOf(header)], WORDS), data);
    }
    // Changes put others in the place of tensors, which stay as they are.
    const { metadata, tensors } = random.pick(files);
    const file: File = { metadata, tensors: [...tensors] };
    if (ofMetadata && file.metadata && random.chance(0.7)) {
      const [key, text] = random.pick(Object.entries(file.metadata));
      file.metadata = { ...file.metadata, [key]: ofMetadata(random, key, text) };
      if (random.chance(0.6)) return written(file);
    }
    const times = random.few();
    for (let time = 0; time < times && file.tensors.length > 0; time++)
      random.pick(CHANGES)(random, file, files, names);
    const whole = written(file);
    return random.chance(0.05) ? mutateBytes(random, whole, [whole], 1) : whole;
  };
}

/** Changes so large a share of the weight files among others; what was changed to none before is left to other ways. */
export function safetensorsAmongParts(share: number) {
  const change = safetensorsMutator();
  return (random: Random, { path, bytes }: Part): Bytes | null => {
    if (!path.endsWith('.safetensors') || !random.chance(share)) return null;
    try {
      return change(random, [bytes]);
    } catch {
      return null;
    }
  };
}
