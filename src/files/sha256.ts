/** SHA-256 of files and bytes, of which no more than a piece is in memory at a time. */
import { createSHA256 } from 'hash-wasm';

const PIECE = 1 << 22;

/** A digest of bytes that come one after the other. */
export interface Sha256 {
  add(piece: Uint8Array): void;
  /** Ends it: 64 digits, in lower case. */
  hex(): string;
}

export async function newSha256(): Promise<Sha256> {
  const hash = await createSHA256();
  return { add: (piece) => void hash.update(piece), hex: () => hash.digest('hex') };
}

export async function sha256Of(data: Blob | Uint8Array): Promise<string> {
  const hash = await newSha256();
  if (!(data instanceof Blob)) {
    hash.add(data);
    return hash.hex();
  }
  for (let from = 0; from < data.size; from += PIECE) {
    hash.add(new Uint8Array(await data.slice(from, from + PIECE).arrayBuffer()));
  }
  return hash.hex();
}
