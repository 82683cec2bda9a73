/** Bytes that lie somewhere (in memory, in a file) and are read in pieces, so that a model is never held whole. */

/** Bytes that lie somewhere and are read in pieces. */
export interface ByteSource {
  /** Number of bytes. */
  readonly size: number;
  /**
   * `length` bytes from `offset` on, all of which lie within `size`. They may be a view of memory that others read too: they are not to be changed.
   * Rejects where the place can't be read.
   */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** The same at once; only where the place allows it. */
  readNow?(offset: number, length: number): Uint8Array<ArrayBuffer>;
}

/** Bytes that are in memory already. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  const whole = bytes as Uint8Array<ArrayBuffer>;
  const readNow = (offset: number, length: number) => whole.subarray(offset, offset + length);
  return { size: bytes.length, read: async (offset, length) => readNow(offset, length), readNow };
}

/** What a browser's worker has to read a file at once. */
declare const FileReaderSync: (new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer }) | undefined;

/** A file of the browser's storage, or one that a person chose. In workers it can be read at once too. */
export function blobSource(blob: Blob): ByteSource {
  const source: ByteSource = {
    size: blob.size,
    read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
  };
  if (typeof FileReaderSync === 'undefined') return source;
  const reader = new FileReaderSync();
  return {
    ...source,
    readNow: (offset, length) => new Uint8Array(reader.readAsArrayBuffer(blob.slice(offset, offset + length))),
  };
}
