/** Files of models in the browser's own file system, as they lie there. */
import type { Page } from '@playwright/test';

/** For each file below `models/` its path and the SHA-256 of its contents. */
export function storedFiles(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const found: Record<string, string> = {};
    const walk = async (folder: FileSystemDirectoryHandle, prefix: string) => {
      for await (const [name, handle] of folder.entries()) {
        if (handle.kind === 'directory') await walk(handle as FileSystemDirectoryHandle, `${prefix}${name}/`);
        else {
          const bytes = await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer();
          const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
          found[prefix + name] = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
        }
      }
    };
    const root = await navigator.storage.getDirectory();
    await walk(await root.getDirectoryHandle('models', { create: true }), '');
    return found;
  });
}
