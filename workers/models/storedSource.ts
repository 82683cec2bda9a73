/** A stored model as the engine reads it: each file by its path, straight from the browser's own file system. */
import { type ByteSource, blobSource, MissingFileError, ModelFileError, type ModelSource } from '@weft/engine';
import type { StoredModel } from '../../src/contract/models.ts';
import { findFile, modelFolder, readDescription } from './modelFolder.ts';

const ADD_AGAIN = 'Remove it in the library and add it again.';

/** @throws MissingFileError where there is no such model, or not all of it */
export async function storedSource(id: string): Promise<ModelSource> {
  const folder = await modelFolder(id);
  const model = folder && (await readDescription(folder, 'whole'));
  if (!model) {
    throw new MissingFileError('The model is not in this browser any more.', 'Add it again in the library.');
  }
  return sourceOf(folder, model);
}

/** The files of a model in its folder. */
export function sourceOf(folder: FileSystemDirectoryHandle, model: StoredModel): ModelSource {
  async function fileAt(path: string): Promise<File> {
    const handle = await findFile(folder, path);
    if (!handle) throw new MissingFileError(`The model’s file ${path} does not exist.`, ADD_AGAIN);
    return handle.getFile();
  }

  return {
    name: model.name,
    paths: new Set(model.files.map(({ path }) => path)),
    singleFile: model.layout === 'single-file' ? model.files.find(({ path }) => isCheckpoint(path))?.path : undefined,
    prediction: model.prediction,
    async size(path) {
      return (await fileAt(path)).size;
    },
    async read(path) {
      const { size, read } = explained(path, blobSource(await fileAt(path)));
      return read(0, size);
    },
    open: async (path) => explained(path, blobSource(await fileAt(path))),
  };
}

/** The file of a single-file model is the one that lies in none of its folders: an autoencoder may lie beside it. */
function isCheckpoint(path: string): boolean {
  return /^[^/]+\.safetensors$/i.test(path);
}

/** Says in which file reading failed: a browser's own words don't. */
function explained(path: string, { size, read, readNow }: ByteSource): ByteSource {
  const unreadable = () => new ModelFileError(`The model’s file ${path} could not be read.`, ADD_AGAIN);
  return {
    size,
    read: (offset, length) =>
      read(offset, length).catch(() => {
        throw unreadable();
      }),
    ...(readNow && {
      readNow: (offset, length) => {
        try {
          return readNow(offset, length);
        } catch {
          throw unreadable();
        }
      },
    }),
  };
}
