/** How large a PNG file is printed (`pHYs`: PNG specification, third edition, 11.3.4.3). */
import { joinBytes } from '../joinBytes.ts';
import { pngChunk, u32, withChunks } from './chunks.ts';

const INCHES_TO_METRE = 1 / 0.0254;
const BY_METRE = 1;

/** The PNG with its resolution. @param dotsPerInch of both axes; kept as whole dots per metre */
export function withResolution(png: Uint8Array<ArrayBuffer>, dotsPerInch: number): Uint8Array<ArrayBuffer> {
  const perMetre = u32(Math.round(dotsPerInch * INCHES_TO_METRE));
  return withChunks(png, [pngChunk('pHYs', joinBytes([perMetre, perMetre, Uint8Array.of(BY_METRE)]))]);
}
