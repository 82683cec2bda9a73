/** Whether a model fits into what the browser lets this page keep, and what is said when it doesn't. */
import { type StudioError, studioError } from '../../src/contract/errors.ts';
import { say } from '../../src/contract/message.ts';
import { storageRoom } from '../../src/files/storageRoom.ts';
import { modelsFolder } from './modelFolder.ts';

/** Bytes that must stay free beside a model: for what the studio keeps of runs and pictures. */
const SPARE_BYTES = 32e6;
const PROBE = '.probe';
/** Held while there is a probe, so that nobody sweeps it. */
const LOCK = 'weft-room';

/** Refuses what would not fit, before any of it is written. @throws StudioError `storage-full` */
export async function requireRoom(bytes: number): Promise<void> {
  if (bytes === 0) return;
  const { freeBytes } = await storageRoom();
  const wanted = bytes + SPARE_BYTES;
  if ((freeBytes === null || wanted <= freeBytes) && (await canGrowBy(wanted))) return;
  throw studioError(
    'storage-full',
    freeBytes === null || wanted <= freeBytes
      ? say(
          'There is not enough room: {bytes} are still to come, and the browser gives this page no more than it has.',
          { bytes: gigabytes(bytes) },
        )
      : say(
          'There is not enough room: {bytes} are still to come, and the browser gives this page no more than {free} beside what it has.',
          { bytes: gigabytes(bytes), free: gigabytes(freeBytes) },
        ),
    'Remove a model that you don’t need, or free space on this device, and try again.',
  );
}

/**
 * Browsers tell sites a limit that is not the true one, so that these can't know a person by their disk. A file that is
 * made so long, and shortened again before anything is written, meets the true one.
 */
async function canGrowBy(bytes: number): Promise<boolean> {
  const folder = await modelsFolder();
  // A name of its own: another tab may be adding a model too.
  const name = `room.${crypto.getRandomValues(new Uint32Array(1))[0]}${PROBE}`;
  const probe = async () => {
    const access = await (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle();
    try {
      access.truncate(bytes);
      // Some browsers throw where there is no room, others leave the file as it was.
      return access.getSize() >= bytes;
    } catch {
      return false;
    } finally {
      access.truncate(0);
      access.close();
      await folder.removeEntry(name);
    }
  };
  return navigator.locks ? navigator.locks.request(LOCK, { mode: 'shared' }, probe) : probe();
}

/** Deletes probes that a page left which was closed in the midst of one; while a tab has one, nothing. */
export async function sweepProbes(): Promise<void> {
  const folder = await modelsFolder();
  await navigator.locks?.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    for await (const [name, { kind }] of folder.entries()) {
      if (kind === 'file' && name.endsWith(PROBE)) await folder.removeEntry(name).catch(() => undefined);
    }
  });
}

/** The error of a disk that was full in the middle; null for other errors. */
export function explainFullDisk(error: unknown): StudioError | null {
  if (!(error instanceof DOMException) || error.name !== 'QuotaExceededError') return null;
  return studioError(
    'storage-full',
    'The browser’s storage is full.',
    'What was downloaded is kept: remove a model that you don’t need, or free space on this device, and go on.',
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e8 ? 2 : 1)} GB`;
}
