/** The digests by which a `.safetensors` file is known to others. */
import { sha256 } from 'hash-wasm';
import type { FileHashes } from '../../../src/contract/library/itemAbout.ts';

/** Entries of a header that tell a digest: of numbers that are written anew they are wrong. */
export const HASH_ENTRIES = ['sshs_model_hash', 'sshs_legacy_hash', 'modelspec.hash_sha256'] as const;

/** Bytes that tell the header's length, before it. */
const LENGTH_BYTES = 8;

/** Where the numbers begin. @param file a whole `.safetensors` file */
function weightsOffset(file: Uint8Array): number {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return LENGTH_BYTES + Number(view.getBigUint64(0, true));
}

/** @param file a whole `.safetensors` file */
export async function hashesOf(file: Uint8Array): Promise<FileHashes> {
  return { file: await sha256(file), weights: await weightsHash(file) };
}

export function weightsHash(file: Uint8Array): Promise<string> {
  return sha256(file.subarray(weightsOffset(file)));
}
