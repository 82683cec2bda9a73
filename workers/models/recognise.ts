/** Whether the engine can draw with a model, told from its small files before any large one is fetched. */
import { describeTextWidth, MissingFileError, readFolderConfigs } from '@weft/engine';
import { inProductWords } from '../shared/productWords.ts';

/** Reads a small file of a model that isn't stored yet; null where it has no such file. */
export type ReadSmallFile = (path: string) => Promise<string | null>;

/**
 * The architecture in words, e.g. `Stable Diffusion 1`.
 * @throws ArchitectureError naming an architecture that the engine doesn't build, or the config's key; ModelFileError for a
 *   file that is missing or damaged
 */
export async function recognise(read: ReadSmallFile): Promise<string> {
  const { unet } = await readFolderConfigs({
    read: async (path) => {
      const text = await read(path);
      if (text !== null) return new TextEncoder().encode(text);
      throw new MissingFileError(
        `The model’s folder lacks ${path}.`,
        'Choose a folder in diffusers’ layout, with unet, text_encoder, vae, tokenizer and scheduler in it.',
      );
    },
  });
  return inProductWords(describeTextWidth(unet.cross_attention_dim) ?? 'Stable Diffusion’s architecture');
}
