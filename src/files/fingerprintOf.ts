/** By what a picture is known again, wherever it lies. */
import { fingerprint } from '@weft/engine';

/** Of all its bytes, which are in memory for that long alone. */
export async function fingerprintOf(picture: Blob): Promise<string> {
  return fingerprint([new Uint8Array(await picture.arrayBuffer())]);
}
