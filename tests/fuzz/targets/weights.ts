/** Weight files: safetensors in memory and where they lie, what takes their place, and JSON as Python writes it. */
import { bytesSource, parsePythonJson, parseSafetensors, type WeightFile } from '@weft/engine';
import { NetWeights, openSafetensors, readChunks, readFloat32, toFloat32 } from '@weft/engine/internal';
import { safetensorsMutator } from '../mutators/safetensors.ts';
import { bytesTarget, holds, jsonTarget, type Target } from '../target.ts';
import { fixture, safetensors, utf8 } from './fixtures.ts';

const files = () => [
  safetensors({ a: [2, 3], b: [4], scalar: [], empty: [0, 5] }, { format: 'pt' }),
  safetensors({ 'text_model.embeddings.token_embedding.weight': [7, 2] }),
  safetensors({}),
  fixture('lycoris/lokr.safetensors'),
];

/** What the format promises of every tensor. */
function requireWhole({ tensors, metadata }: WeightFile): void {
  for (const { name, shape, bytes, dtype } of tensors.values()) {
    const count = shape.reduce((product, side) => product * side, 1);
    holds(
      Number.isSafeInteger(count) && bytes.length === count * widthOf(dtype),
      `${name} has another length than its shape`,
    );
  }
  holds(
    Object.values(metadata).every((text) => typeof text === 'string'),
    'its metadata are no texts',
  );
}

const widthOf = (dtype: string) =>
  ({ F64: 8, I64: 8, F32: 4, I32: 4, F16: 2, BF16: 2, U8: 1, BOOL: 1 })[dtype] ?? Number.NaN;

const isFloat = ({ dtype }: { dtype: string }) => /F/.test(dtype);

export const weightTargets: readonly Target[] = [
  bytesTarget({
    name: 'safetensors',
    seeds: files,
    mutate: safetensorsMutator(),
    run: (bytes) => {
      const file = parseSafetensors(bytes);
      requireWhole(file);
      for (const tensor of file.tensors.values()) if (isFloat(tensor)) toFloat32(tensor);
    },
  }),
  bytesTarget({
    name: 'safetensors-where-they-lie',
    seeds: files,
    mutate: safetensorsMutator(),
    run: async (bytes) => {
      const { tensors } = await openSafetensors(bytesSource(bytes));
      for (const tensor of tensors.values()) {
        if (!isFloat(tensor)) continue;
        const numbers = await readFloat32(tensor);
        for await (const { bytes: half } of readChunks(tensor, 'float16'))
          holds(half.length <= 2 * numbers.length, 'it grew');
      }
      await NetWeights.open(tensors, 'net');
    },
  }),
  bytesTarget({
    name: 'place-takers-of-weights',
    seeds: () => [
      utf8(`version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 3438167536\n`),
      utf8('<!DOCTYPE html><html><head><title>Sign in</title></head></html>'),
      utf8('{"error":"Repository not found"}'),
      utf8('Access to model x is restricted'),
      utf8('\ufeff  <?xml version="1.0"?><Error/>'),
      Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0),
      Uint8Array.of(0x80, 2, 0x7d, 0x71, 0, 0x2e),
      Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3),
      Uint8Array.of(0x47, 0x47, 0x55, 0x46, 3, 0, 0, 0),
    ],
    run: (bytes) => parseSafetensors(bytes),
  }),
  jsonTarget({
    name: 'python-json',
    seeds: () => [{ a: [1, 'NaN', { b: null }], lambda_min_clipped: -5, text: 'Infinity # "##" \\' }, [], 'text'],
    words: ['NaN', '-Infinity', 'Infinity', '#', '##', '"', '\\'],
    allows: [SyntaxError],
    run: (text) => parsePythonJson(text),
  }),
];
