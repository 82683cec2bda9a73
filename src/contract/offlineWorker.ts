/**
 * What page and service worker agree on. Both may be of different versions for a while, so what one hears of the other is
 * looked at before it is used.
 */
import type { DeviceInfo } from './device.ts';

/** The built service worker, beside the page: its address never changes. */
export const OFFLINE_WORKER = 'offline.worker.js';

/** In the page's address: questions to the service worker, or answers of it. */
export const ASKED = {
  /** Where other programs send files to (`share_target` of the manifest). */
  share: 'share-target',
  /** Names files that were sent so, or `failed`. */
  shared: 'shared',
  /** `?offline=remove` ends the service worker and takes away what it keeps. */
  offline: 'offline',
} as const;

/** The form field that other programs send files in, as the manifest names it. */
export const SHARED_FIELD = 'files';

/** Caches are the origin's, on which another studio may lie in another folder. @param scope the service worker's */
export const filesCache = (scope: string) => `weft-files ${scope}`;
export const sharedCache = (scope: string) => `weft-shared ${scope}`;

/** Where a file that was sent waits to be taken. The folder is no real one. */
export const sharedFolder = (scope: string, id: string) => new URL(`shared-files/${id}/`, scope).href;

/** Asks to keep what the open studio needs without a network. */
export interface KeepMessage {
  kind: 'keep';
  device: DeviceInfo['kind'];
  /** The page's own script, by which its version is known. */
  script: string;
}

/** Asks a version that waits to take the place of the present one; the answer comes through the port that goes with it. */
export interface TakeOverMessage {
  kind: 'take over';
}

/** `in use`: another page uses the present version, which then stays. */
export type TakeOverAnswer = 'taking over' | 'in use';

/** Null where it is none that this version knows. */
export function readOfflineMessage(data: unknown): KeepMessage | TakeOverMessage | null {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return null;
  if (data.kind === 'take over') return { kind: 'take over' };
  if (data.kind !== 'keep' || !('device' in data) || !('script' in data)) return null;
  const { device, script } = data;
  const known = (device === 'wasm' || device === 'webgpu') && typeof script === 'string';
  return known ? { kind: 'keep', device, script } : null;
}
