/**
 * Large files by their paths. This room knows no DOM and imports nothing but the contract, so that the page and its
 * workers can both use it.
 */

/** What is known of a file without reading it. */
export interface FileEntry {
  path: string;
  /** Milliseconds since 1970. */
  writtenAt: number;
}

/** A place for large files. Paths have their folders before `/`. */
export interface FileStore {
  /** The file as it was written, read from storage only as far as it is used; null where it is not there. */
  read(path: string): Promise<Blob | null>;
  /** Writes a whole file in place of the one that was there: who reads finds the former or the new one, never a part. */
  write(path: string, content: Uint8Array<ArrayBuffer> | Blob): Promise<void>;
  /** Deletes a file; one that is not there is deleted already. */
  remove(path: string): Promise<void>;
  /** Deletes a folder with all that is in it. */
  removeFolder(folder: string): Promise<void>;
  /** All files below a folder, what a crash left of unfinished ones among them. */
  list(folder: string): Promise<FileEntry[]>;
}

/** Whether the browser has no more room; nothing helps then but to free some. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}
