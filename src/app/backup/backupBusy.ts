/** Whether a backup is being written or restored, which leaving the page would break off. */

let busy = false;

export const isBackupBusy = (): boolean => busy;

export function noteBackupBusy(now: boolean): void {
  busy = now;
}
