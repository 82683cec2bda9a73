/** What files hold for both sides: numbers as little-endian 32-bit floats, as they lie in memory, and JSON. */
import type { FileStore } from './FileStore.ts';

/** Writes numbers in place of the file that was there, without a copy. */
export async function writeFloats(files: FileStore, path: string, numbers: Float32Array): Promise<void> {
  const { buffer, byteOffset, byteLength } = numbers as Float32Array<ArrayBuffer>;
  await files.write(path, new Uint8Array(buffer, byteOffset, byteLength));
}

/** The parsed JSON of a stored file; null where it is not there, or is none. */
export async function readJsonFile(files: FileStore, path: string): Promise<unknown> {
  return jsonOf(await files.read(path));
}

/** The parsed JSON of a file; null where there is none, or no JSON in it. */
export async function jsonOf(file: Blob | null): Promise<unknown> {
  return (
    file
      ?.text()
      .then(JSON.parse)
      .catch(() => null) ?? null
  );
}
