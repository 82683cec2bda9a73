/** Stand-ins for the browser's storage, with its manners: what is written is copied, what is missing is told so. */
import type { Table } from '../../../src/files/chunkedFiles.ts';

/** IndexedDB's table of keys and values. */
export function memoryTable(): Table & { entries: Map<string, unknown> } {
  const entries = new Map<string, unknown>();
  const named = (key: IDBValidKey) => JSON.stringify(key);
  return {
    entries,
    get: async (key) => structuredClone(entries.get(named(key))),
    set: async (key, value) => {
      entries.set(named(key), structuredClone(value));
    },
    remove: async (keys) => {
      for (const key of keys) entries.delete(named(key));
    },
    keys: async () => Array.from(entries.keys(), (key) => JSON.parse(key) as IDBValidKey),
  };
}

const missing = () => new DOMException('It is not there.', 'NotFoundError');

/** A folder of the browser's own file system, as far as files need it. */
export class MemoryFolder {
  readonly kind = 'directory';
  readonly children = new Map<string, MemoryFolder | MemoryFile>();
  /** What stops the next file in the midst of being written. */
  broken: Error | null = null;

  constructor(readonly parent: MemoryFolder | null = null) {}

  async getDirectoryHandle(name: string, { create = false } = {}): Promise<MemoryFolder> {
    const found = this.children.get(name) ?? (create ? new MemoryFolder(this) : null);
    if (!(found instanceof MemoryFolder)) throw missing();
    this.children.set(name, found);
    return found;
  }

  async getFileHandle(name: string, { create = false } = {}): Promise<MemoryFile> {
    const found = this.children.get(name) ?? (create ? new MemoryFile(this, name) : null);
    if (!(found instanceof MemoryFile)) throw missing();
    this.children.set(name, found);
    return found;
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.children.delete(name)) throw missing();
  }

  async *entries(): AsyncGenerator<[string, MemoryFolder | MemoryFile]> {
    yield* this.children.entries();
  }

  get root(): MemoryFolder {
    return this.parent?.root ?? this;
  }
}

class MemoryFile {
  readonly kind = 'file';
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array();

  constructor(
    private readonly folder: MemoryFolder,
    private name: string,
  ) {}

  async getFile(): Promise<File> {
    return new File([this.#bytes], this.name, { lastModified: 1000 });
  }

  /** As workers write what has no room in memory; here it has. */
  async createSyncAccessHandle() {
    return {
      getSize: () => this.#bytes.length,
      truncate: (length: number) => {
        this.#bytes = this.#bytes.slice(0, length);
      },
      write: (bytes: Uint8Array, { at = 0 } = {}) => {
        const { broken } = this.folder.root;
        if (broken) throw broken;
        const whole = new Uint8Array(Math.max(this.#bytes.length, at + bytes.length));
        whole.set(this.#bytes);
        whole.set(bytes, at);
        this.#bytes = whole;
        return bytes.length;
      },
      flush: () => undefined,
      close: () => undefined,
    };
  }

  async move(name: string): Promise<void> {
    this.folder.children.delete(this.name);
    this.folder.children.set(name, this);
    this.name = name;
  }

  async createWritable() {
    let written = new Uint8Array();
    return {
      write: async (bytes: Uint8Array) => {
        const { broken } = this.folder.root;
        if (broken) throw broken;
        written = bytes.slice() as Uint8Array<ArrayBuffer>;
      },
      close: async () => {
        this.#bytes = written;
      },
      abort: async () => undefined,
    };
  }
}

/** The same as the code under test sees it. */
export const asRoot = (folder: MemoryFolder) => async () => folder as unknown as FileSystemDirectoryHandle;
