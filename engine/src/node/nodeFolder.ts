/** A model's folder on the disk, in Node. */
import { open, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MissingFileError, type ModelSource } from '../pipeline/checkpoint/source.ts';

/**
 * A model in diffusers' layout in a folder. Its large files are read a piece at a time, when weights are asked for.
 * @param folder path or `file:` address of the folder with `unet`, `text_encoder`, `vae`, `tokenizer` and `scheduler` in it
 * @param name what adapters keep as their base model; the folder's own name if left out
 * @returns a source whose reads reject with MissingFileError where a file can't be read
 */
export function folderSource(folder: string | URL, name?: string): ModelSource {
  const root = resolve(folder instanceof URL ? fileURLToPath(folder) : folder);
  const found = async <T>(path: string, attempt: (file: string) => Promise<T>): Promise<T> => {
    const file = join(root, path);
    try {
      return await attempt(file);
    } catch (error) {
      throw new MissingFileError(`${file} can't be read.`, 'Choose a folder in diffusers’ layout.', { cause: error });
    }
  };
  const size = (path: string) => found(path, async (file) => (await stat(file)).size);
  return {
    name: name ?? basename(root),
    size,
    read: (path) => found(path, async (file) => new Uint8Array(await readFile(file))),
    open: async (path) => ({
      size: await size(path),
      read: (offset, length) => found(path, (file) => readPiece(file, offset, length)),
    }),
  };
}

async function readPiece(file: string, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const handle = await open(file);
  try {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0) throw new RangeError(`${file} ends at ${offset + done}`);
      done += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}
