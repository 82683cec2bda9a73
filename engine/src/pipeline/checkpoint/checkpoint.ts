/** Opens a model's checkpoint, in whichever layout it is stored. */
import type { CheckpointParts } from './checkpointParts.ts';
import { openFolder } from './diffusersFolder.ts';
import { openSingleFile } from './singleFile/openSingleFile.ts';
import type { ModelSource } from './source.ts';

/** Everything a model consists of, before any session is made. */
export interface Checkpoint extends CheckpointParts {
  name: string;
}

/**
 * Opens a checkpoint: configs and the weight files' headers are read, the weights stay where they lie. `onProgress`
 * hears of bytes that had to be loaded first, and of all.
 * @param clipMerges gives CLIP's own `merges.txt`, for single files, which have no tokenizer
 * Throws ModelFileError, WeightsError, TokenizerError or ArchitectureError, each with advice.
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
