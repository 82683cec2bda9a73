/** Files of a person's own as the engine reads a model, before they are copied. */
import { blobSource, MissingFileError, ModelFileError, type ModelSource } from '@weft/engine';
import { refuseLong } from './smallFile.ts';

/** @param contents the files by their paths in the model @param singleFile which of them is a whole checkpoint, if one is */
export function localSource(name: string, contents: ReadonlyMap<string, File>, singleFile?: string): ModelSource {
  const at = (path: string): File => {
    const file = contents.get(path);
    if (file) return file;
    throw new MissingFileError(
      `The model’s folder lacks ${path}.`,
      'Choose a folder in diffusers’ layout, with unet, text_encoder, vae, tokenizer and scheduler in it.',
    );
  };
  const read = async <T>(path: string, attempt: () => Promise<T>): Promise<T> => {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      // Browsers hold a file to what it was when it was chosen.
      throw new ModelFileError(
        `The file ${path} could not be read.`,
        'It may have been moved or changed meanwhile: choose it again.',
        { cause: error },
      );
    }
  };
  return {
    name,
    paths: new Set(contents.keys()),
    singleFile,
    size: async (path) => at(path).size,
    read: async (path) => {
      const file = at(path);
      refuseLong(path, file.size);
      return new Uint8Array(await read(path, () => file.arrayBuffer()));
    },
    open: async (path) => {
      const source = blobSource(at(path));
      return { size: source.size, read: (offset, length) => read(path, () => source.read(offset, length)) };
    },
  };
}
