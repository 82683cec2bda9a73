/**
 * Looks at a model before it is copied or downloaded: its small files, and the headers of its weights. What can't be opened
 * is named then, not when gigabytes have come.
 */
import { describeTextWidth } from '../../nets/families.ts';
import { readFolder } from './diffusersFolder.ts';
import { readSingleFile } from './singleFile/openSingleFile.ts';
import type { ModelSource } from './source.ts';

/** What a model is. */
export interface Inspection {
  /** Its family in words, e.g. `Stable Diffusion 1`; null where it has the architecture, but none of the published sizes. */
  family: string | null;
}

/**
 * @param source whose `open` reads no more than it is asked for
 * @throws whatever opening the model would: ModelFileError, WeightsError, TokenizerError, DiffusionError or
 *   ArchitectureError, each with advice
 */
export async function inspectCheckpoint(source: ModelSource): Promise<Inspection> {
  if (source.singleFile) {
    const { family } = await readSingleFile(source, source.singleFile);
    return { family: `Stable Diffusion ${family}` };
  }
  const { configs } = await readFolder(source, () => {});
  return { family: describeTextWidth(configs.unet.cross_attention_dim) };
}
