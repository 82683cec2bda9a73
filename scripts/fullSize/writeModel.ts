/** Writes a model of full size with random weights to a folder, a piece in memory at a time. */
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ByteSource } from '@weft/engine';
import { generatedFiles } from './generatedModel.ts';
import { type RandomDtype, randomWeight } from './randomWeights.ts';

export interface WriteOptions {
  family: string;
  folder: string;
  dtype: RandomDtype;
  seed: number;
  /** Hears of each file that is whole. */
  log: (line: string) => void;
}

const CHUNK_BYTES = 64 << 20;

/** Fills `folder`. @throws RangeError where the family is not known */
export async function writeModel({ family, folder, dtype, seed, log }: WriteOptions): Promise<void> {
  const files = generatedFiles({ family, dtype, fill: (name, shape) => randomWeight(name, shape, dtype, seed) });
  for (const [path, source] of files) {
    await writeFile(join(folder, path), source);
    log(path);
  }
}

async function writeFile(path: string, source: ByteSource): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w');
  try {
    for (let at = 0; at < source.size; at += CHUNK_BYTES) {
      await file.writeFile(await source.read(at, Math.min(CHUNK_BYTES, source.size - at)));
    }
  } finally {
    await file.close();
  }
}
