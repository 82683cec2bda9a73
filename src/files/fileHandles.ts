/** Handles of the browser's own file system, as all who keep files there use them. */

/** In every browser that has this file system; TypeScript's own declarations lack it. */
export interface MovableHandle extends FileSystemFileHandle {
  move(name: string): Promise<void>;
}

/**
 * Writes bytes at a place of a file, all of them.
 * @throws DOMException `QuotaExceededError` where the disk is full, which may also show itself by a short write
 */
export function writeWhole(
  access: Pick<FileSystemSyncAccessHandle, 'write'>,
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
): void {
  if (access.write(bytes, { at }) < bytes.byteLength) throw new DOMException('The disk is full.', 'QuotaExceededError');
}

/** What is looked for; null where it isn't there. */
export async function orNull<T>(find: () => Promise<T>): Promise<T | null> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return null;
    throw error;
  }
}
