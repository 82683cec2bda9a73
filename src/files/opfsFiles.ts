/**
 * Files in the browser's own file system (OPFS). A file is written under another name and gets its own once it is whole.
 * Workers write by sync handles, which every such browser has; the page by writable streams, which older ones lack.
 */
import type { FileEntry, FileStore } from './FileStore.ts';
import { type MovableHandle, orNull, writeWhole } from './fileHandles.ts';

const PARTIAL = '.partial';

/** @param root gives the folder that paths begin in; rejects where the browser has none for this page */
export function opfsFiles(root: () => Promise<FileSystemDirectoryHandle>): FileStore {
  async function folderOf(path: string, create: boolean): Promise<[FileSystemDirectoryHandle, string]> {
    const names = path.split('/');
    const name = names.pop() ?? '';
    let folder = await root();
    for (const part of names) folder = await folder.getDirectoryHandle(part, { create });
    return [folder, name];
  }

  async function remove(path: string): Promise<void> {
    await orNull(async () => {
      const [folder, name] = await folderOf(path, false);
      await folder.removeEntry(name, { recursive: true });
    });
  }

  return {
    read: (path) =>
      orNull(async () => {
        const [folder, name] = await folderOf(path, false);
        return (await folder.getFileHandle(name)).getFile();
      }),

    async write(path, content) {
      const [folder, name] = await folderOf(path, true);
      // A name of its own: two tabs may write the same file.
      const partial = `${name}.${crypto.getRandomValues(new Uint32Array(1))[0]}${PARTIAL}`;
      const handle = await folder.getFileHandle(partial, { create: true });
      try {
        await fill(handle, content);
        await (handle as MovableHandle).move(name);
      } catch (error) {
        await folder.removeEntry(partial).catch(() => undefined);
        throw error;
      }
    },

    remove,
    removeFolder: remove,

    async list(folder) {
      const found: FileEntry[] = [];
      const walk = async (handle: FileSystemDirectoryHandle, prefix: string) => {
        for await (const [name, entry] of handle.entries()) {
          const path = `${prefix}/${name}`;
          if (entry.kind === 'directory') await walk(entry as FileSystemDirectoryHandle, path);
          else found.push({ path, writtenAt: (await (entry as FileSystemFileHandle).getFile()).lastModified });
        }
      };
      await orNull(async () => {
        const [above, name] = await folderOf(folder, false);
        await walk(await above.getDirectoryHandle(name), folder);
      });
      return found;
    },
  };
}

async function fill(handle: FileSystemFileHandle, content: Uint8Array<ArrayBuffer> | Blob): Promise<void> {
  if ('createSyncAccessHandle' in handle && 'WorkerGlobalScope' in globalThis) {
    const bytes = content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;
    const access = await handle.createSyncAccessHandle();
    try {
      writeWhole(access, bytes, 0);
      access.flush();
    } finally {
      access.close();
    }
    return;
  }
  const stream = await handle.createWritable();
  try {
    // A Blob goes from file to file, and through no memory of the page.
    await stream.write(content);
    await stream.close();
  } catch (error) {
    await stream.abort().catch(() => undefined);
    throw error;
  }
}
