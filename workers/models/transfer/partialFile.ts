/**
 * A file on its way: it grows under `<path>.partial`, written where it lies without ever being whole in memory, and gets
 * its own name once it is complete. What of it is there survives a reload; its digest is then computed anew.
 */
import type { ModelFile } from '../../../src/contract/models.ts';
import { type MovableHandle, writeWhole } from '../../../src/files/fileHandles.ts';
import { findFile, makeFile } from '../modelFolder.ts';
import { type DigestKind, type StreamDigest, streamDigest } from './streamDigest.ts';

/** Bytes read at a time to compute the digest of what is there. */
const READ_PIECE = 1024 * 1024;
/** Bytes between two flushes: a crash of the whole machine loses no more than this. */
const FLUSH_EVERY = 64 * 1024 * 1024;

/** Where the listing has none, that of the largest hubs. */
const digestKind = ({ digest }: ModelFile): DigestKind => digest?.kind ?? 'sha256';

const partialPath = (path: string) => `${path}.partial`;

/** Bytes of a file that are there, complete or not. */
export async function presentBytes(folder: FileSystemDirectoryHandle, { path }: ModelFile): Promise<number> {
  const handle = (await findFile(folder, path)) ?? (await findFile(folder, partialPath(path)));
  return handle ? (await handle.getFile()).size : 0;
}

/** Whether a file is there under its own name, which it has only once it was found whole. */
export async function isComplete(folder: FileSystemDirectoryHandle, { path, bytes }: ModelFile): Promise<boolean> {
  const handle = await findFile(folder, path);
  return handle !== null && (await handle.getFile()).size === bytes;
}

export class PartialFile {
  #length = 0;
  #unflushed = 0;

  private constructor(
    private readonly file: ModelFile,
    private readonly handle: FileSystemFileHandle,
    private readonly access: FileSystemSyncAccessHandle,
    private readonly computed: StreamDigest,
  ) {}

  /**
   * Opens what there is of a file, or begins it.
   * @param onRead hears of the bytes read again for the digest; may throw to end it
   */
  static async open(
    folder: FileSystemDirectoryHandle,
    file: ModelFile,
    onRead: (bytes: number) => Promise<void>,
  ): Promise<PartialFile> {
    const computed = await streamDigest(digestKind(file), file.bytes);
    const handle = await makeFile(folder, partialPath(file.path));
    const partial = new PartialFile(file, handle, await handle.createSyncAccessHandle(), computed);
    try {
      await partial.#readAgain(onRead);
    } catch (error) {
      partial.close();
      throw error;
    }
    return partial;
  }

  /** Bytes that are there. */
  get length(): number {
    return this.#length;
  }

  /** Writes the next piece behind what is there. @throws DOMException `QuotaExceededError` where the disk is full */
  append(piece: Uint8Array<ArrayBuffer>): void {
    writeWhole(this.access, piece, this.#length);
    this.computed.add(piece);
    this.#length += piece.byteLength;
    this.#unflushed += piece.byteLength;
    if (this.#unflushed >= FLUSH_EVERY) this.#flush();
  }

  /** Begins anew. */
  clear(): void {
    this.access.truncate(0);
    this.#length = 0;
    this.computed.beginAnew();
  }

  /** Ends it: the digest of all that is there, which may be asked for once. */
  digest(): ModelFile['digest'] {
    return { kind: digestKind(this.file), hex: this.computed.hex() };
  }

  /** Gives the file its own name. */
  async complete(): Promise<void> {
    this.close();
    await (this.handle as MovableHandle).move(this.file.path.split('/').at(-1) ?? '');
  }

  /** Closes the file; what is there stays. */
  close(): void {
    this.#flush();
    this.access.close();
  }

  #flush(): void {
    this.access.flush();
    this.#unflushed = 0;
  }

  async #readAgain(onRead: (bytes: number) => Promise<void>): Promise<void> {
    const there = this.access.getSize();
    // More than the whole can't be its beginning.
    if (there > this.file.bytes) this.access.truncate(0);
    const end = this.access.getSize();
    const piece = new Uint8Array(Math.min(READ_PIECE, end));
    while (this.#length < end) {
      const read = this.access.read(piece.subarray(0, end - this.#length), { at: this.#length });
      if (read === 0) break;
      this.computed.add(piece.subarray(0, read));
      this.#length += read;
      await onRead(read);
    }
  }
}
