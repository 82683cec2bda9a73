/** A model's folder on the disk, in Node. */

import { fstatSync, openSync, readSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type ByteSource, MissingFileError, type ModelSource } from '@weft/engine';

/** Files below `folder`, which ends with a slash. Weights are read from the disk when they are asked for. */
export function folderSource(folder: URL, name: string): ModelSource {
  const found = async <T>(path: string, attempt: (url: URL) => Promise<T>): Promise<T> => {
    const url = new URL(path, folder);
    try {
      return await attempt(url);
    } catch (error) {
      throw new MissingFileError(`${fileURLToPath(url)} can't be read.`, 'Write the files anew.', { cause: error });
    }
  };
  return {
    name,
    read: (path) => found(path, async (url) => new Uint8Array(await readFile(url))),
    open: (path) => found(path, fileSource),
    size: (path) => found(path, async (url) => (await stat(url)).size),
  };
}

/** A file that stays open to the end of the process: a handle would be closed, and complained of, when it is collected. */
async function fileSource(url: URL): Promise<ByteSource> {
  const file = openSync(url, 'r');
  const { size } = fstatSync(file);
  const readNow = (offset: number, length: number) => {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const count = readSync(file, bytes, done, length - done, offset + done);
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  };
  return { size, read: async (offset, length) => readNow(offset, length), readNow };
}
