/** Files of a folder that was chosen or dropped, by their paths in it. */
import type { LocalFile } from '../../contract/modelsWorker.ts';
import { pathOf } from '../../kit/files/pathOf.ts';

export function localFiles(files: readonly File[]): LocalFile[] {
  return files.map((file) => ({ path: pathOf(file), file }));
}

/** A LoRA of every layer at a high rank has some hundred megabytes; the smallest whole model has more than a thousand. */
const SMALLEST_CHECKPOINT_BYTES = 1e9;

/** Whether it is one file so large that it must be a whole model, not an adapter; its `.yaml` may lie beside it. */
export function isCheckpointFile(files: readonly LocalFile[]): boolean {
  const [only, ...more] = files.filter(({ path }) => !/\.ya?ml$/i.test(path));
  if (!only || more.length > 0) return false;
  return /\.safetensors$/i.test(only.path) && only.file.size >= SMALLEST_CHECKPOINT_BYTES;
}

/** Whether it is a model in diffusers' layout, or was meant to be one. */
export function isModelFolder(files: readonly LocalFile[]): boolean {
  return files.some(({ path }) => /(^|\/)(model_index\.json|(unet|vae|text_encoder)\/config\.json)$/.test(path));
}
