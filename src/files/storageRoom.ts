/** How much the browser lets this page keep. */

export interface StorageRoom {
  /** Of everything that this page keeps; null where the browser doesn't tell. */
  usedBytes: number | null;
  /** What it may keep beside that; null where the browser doesn't tell. */
  freeBytes: number | null;
}

export async function storageRoom(): Promise<StorageRoom> {
  const { usage, quota } = (await globalThis.navigator?.storage?.estimate?.()) ?? {};
  return {
    usedBytes: usage ?? null,
    freeBytes: usage === undefined || quota === undefined ? null : Math.max(0, quota - usage),
  };
}
