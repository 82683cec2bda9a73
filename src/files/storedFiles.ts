/** The studio's large files: in the browser's own file system, and in IndexedDB where there is none or it refuses. */
import { chunkedFiles, indexedTable } from './chunkedFiles.ts';
import { type FileStore, isFull } from './FileStore.ts';
import { opfsFiles } from './opfsFiles.ts';

/** Both places as one: read from wherever a file is, written to the first that takes it. */
export function eitherStore(first: FileStore, second: FileStore): FileStore {
  // A place that is closed holds nothing.
  const asked = async <T>(use: Promise<T>, nothing: T) => use.catch(() => nothing);
  return {
    async read(path) {
      return (await asked(first.read(path), null)) ?? second.read(path);
    },
    async write(path, content) {
      try {
        await first.write(path, content);
      } catch (error) {
        // Both share one quota.
        if (isFull(error)) throw error;
        return second.write(path, content);
      }
      await asked(second.remove(path), undefined);
    },
    async remove(path) {
      await asked(first.remove(path), undefined);
      await second.remove(path);
    },
    async removeFolder(folder) {
      await asked(first.removeFolder(folder), undefined);
      await second.removeFolder(folder);
    },
    async list(folder) {
      return [...(await asked(first.list(folder), [])), ...(await second.list(folder))];
    },
  };
}

export const storedFiles: FileStore = eitherStore(
  opfsFiles(async () => navigator.storage.getDirectory()),
  chunkedFiles(indexedTable('weft-files')),
);
