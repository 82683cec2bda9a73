/** Backups held in memory, for tests in Node. */
import type { ByteSink } from '../../../src/kit/files/ZipWriter.ts';

export class HeldBackup implements ByteSink {
  readonly #pieces: Uint8Array<ArrayBuffer>[] = [];

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#pieces.push(bytes.slice());
  }

  get file(): File {
    return new File(this.#pieces, 'studio.weft');
  }
}
