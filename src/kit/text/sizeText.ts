/** Sizes of what is kept, in words. */
import { numberText } from './numberText.ts';

/** @param bytes 0 or more; e.g. `68 KB`, `3.2 MB`, `2.1 GB` */
export function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${numberText(bytes / 1e9, 1)} GB`;
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${numberText(bytes / 1e6, 1)} MB`;
}
