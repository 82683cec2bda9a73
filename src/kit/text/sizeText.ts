/** Sizes of what is kept, in words. */

/** @param bytes 0 or more; e.g. `68 KB`, `3.2 MB`, `2.1 GB` */
export function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
