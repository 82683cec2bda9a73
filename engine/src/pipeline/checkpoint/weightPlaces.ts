/** Which files of a folder hold a net's weights: one, or several that an index lists, in whichever precision there is. */
import * as z from 'zod';
import { openSafetensors, WeightsError } from '../../weights/safetensors.ts';
import type { StoredTensor, StoredTensors } from '../../weights/weightFile.ts';
import { firstOf, readJson } from './modelFiles.ts';
import { MissingFileError, ModelFileError, type ModelSource } from './source.ts';

/** What an index of several files says: in which of them each tensor lies. */
const ShardIndex = z.object({
  // Beside the index, and nowhere else.
  weight_map: z.record(z.string(), z.string().regex(/^[^./\\][^/\\]*\.safetensors$/)),
});

/** Files that a net's weights are split into at most. */
const MOST_SHARDS = 200;

/** Files of one net, by their paths, with their sizes in bytes. */
export interface WeightPlaces {
  files: { path: string; bytes: number }[];
}

/**
 * Finds the weights of the net whose only file would be `<stem>.safetensors`. Half precision is half to read and loses
 * nothing that a GPU would keep, so that it is preferred where the folder has both.
 * @throws MissingFileError naming the usual file where there is none; ModelFileError for a damaged index
 */
export async function findWeights(source: ModelSource, stem: string): Promise<WeightPlaces> {
  const whole = `${stem}.safetensors`;
  const half = `${stem}.fp16.safetensors`;
  const single = source.paths?.has(half) ? [half, whole] : [whole, half];
  try {
    return { files: [await firstOf(single, (path) => sized(source, path))] };
  } catch (error) {
    if (!(error instanceof MissingFileError)) throw error;
    const shards = await shardsOf(source, [`${whole}.index.fp16.json`, `${whole}.index.json`]);
    if (shards) return { files: await Promise.all(shards.map((path) => sized(source, path))) };
    const pickled = [...(source.paths ?? [])].find(
      (path) => path.startsWith(stem.replace(/[^/]+$/, '')) && /\.(bin|ckpt|pt)$/.test(path),
    );
    if (!pickled) throw error;
    throw new MissingFileError(
      `The model’s weights are there only as ${pickled}, which may run code when it is read and so is not read.`,
      'Choose a version of the model with .safetensors files, or convert it.',
    );
  }
}

/** The tensors of all the files. `onBytes` hears of bytes that had to be loaded of a file first. */
export async function openWeights(
  source: ModelSource,
  { files }: WeightPlaces,
  onBytes: (path: string, loaded: number) => void,
): Promise<StoredTensors> {
  const tensors = new Map<string, StoredTensor>();
  for (const { path } of files) {
    const opened = await named(path, openSafetensors(await source.open(path, (loaded) => onBytes(path, loaded))));
    for (const [name, tensor] of opened.tensors) tensors.set(name, tensor);
  }
  return tensors;
}

/** An error of a weight file says which of the model's it is. */
async function named<T>(path: string, opened: Promise<T>): Promise<T> {
  try {
    return await opened;
  } catch (error) {
    if (!(error instanceof WeightsError)) throw error;
    throw new WeightsError(`${path}: ${error.message}`, error.advice, { cause: error });
  }
}

async function sized(source: ModelSource, path: string): Promise<{ path: string; bytes: number }> {
  return { path, bytes: await source.size(path) };
}

/** The files that the first index that is there lists; null where there is none. */
async function shardsOf(source: ModelSource, indexes: readonly string[]): Promise<string[] | null> {
  for (const path of indexes) {
    let json: unknown;
    try {
      json = await readJson(source, path);
    } catch (error) {
      if (error instanceof MissingFileError) continue;
      throw error;
    }
    const parsed = ShardIndex.safeParse(json);
    if (!parsed.success) {
      throw new ModelFileError(`The model’s file ${path} doesn’t list weight files.`, 'Download the model again.');
    }
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const names = [...new Set(Object.values(parsed.data.weight_map))];
    if (names.length === 0 || names.length > MOST_SHARDS) {
      throw new ModelFileError(
        `The model’s file ${path} lists ${names.length} weight files; 1 to ${MOST_SHARDS} are read.`,
        'Choose another model.',
      );
    }
    return names.map((name) => folder + name);
  }
  return null;
}
