/** Opens a model's checkpoint, in whichever layout it is stored. */
import type { CheckpointParts } from './checkpointParts.ts';
import { openFolder } from './diffusersFolder.ts';
import { openSingleFile } from './singleFile/openSingleFile.ts';
import type { ModelSource } from './source.ts';

/** Everything a model consists of, before any session is made. */
export interface Checkpoint extends CheckpointParts {
  /** Its source's: what adapters keep as their base model. */
  name: string;
}

/**
 * Opens a checkpoint: configs and the weight files' headers are read, the weights stay where they lie.
 * @param source a folder in diffusers' layout, or one that has a single file in the naming that Stable Diffusion was
 *   published with (`ModelSource.singleFile`)
 * @param onProgress hears of bytes that had to be loaded first, and of all
 * @param clipMerges gives the text of CLIP's own `merges.txt`, for single files, which have no tokenizer
 * @throws ModelFileError where a file can't be had, WeightsError where one is damaged or lacks a tensor, TokenizerError,
 *   DiffusionError where the scheduler can't be used, ArchitectureError naming a model that the engine doesn't build
 */
export async function loadCheckpoint(
  source: ModelSource,
  onProgress: (loadedBytes: number, totalBytes: number) => void = () => {},
  clipMerges: (() => Promise<string>) | null = null,
): Promise<Checkpoint> {
  const { name, singleFile } = source;
  const parts = singleFile
    ? await openSingleFile(source, singleFile, clipMerges)
    : await openFolder(source, onProgress);
  return { name, ...parts };
}
