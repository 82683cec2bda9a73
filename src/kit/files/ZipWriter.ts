/**
 * A zip that is written as it comes to be: no more of it is held than a piece of the file that is added. What is added waits
 * until the place it goes to has taken what came before.
 */
import { Zip, ZipDeflate, type ZipInputFile, ZipPassThrough } from 'fflate';
import { studioError } from '../../contract/errors.ts';
import { t } from '../language/t.ts';

/** Where bytes go, one after the other. */
export interface ByteSink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** Bytes that are compressed or stored at a time. */
const PIECE = 1 << 20;

/** A zip without the larger format's fields has room for so many bytes. */
const MOST_BYTES = 2 ** 32 - 1;

/** Unix, in the upper half of whose attributes the file's mode lies. */
const UNIX = 3;

export interface ZipOptions {
  /** Whether it gets smaller by it; pictures don't. */
  compress?: boolean;
  /** Whether it is a script, to be run. */
  executable?: boolean;
  /** The format's own fields beside the file's name, by their numbers. */
  extra?: Record<number, Uint8Array>;
}

export class ZipWriter {
  readonly #zip: Zip;
  readonly #sink: ByteSink;
  readonly #advice: string;
  #made: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;
  #error: Error | null = null;

  /** @param advice what to do where it would be larger than a zip can be */
  constructor(sink: ByteSink, advice: string) {
    this.#sink = sink;
    this.#advice = advice;
    this.#zip = new Zip((error, piece) => {
      if (error) this.#error ??= error;
      else this.#made.push(piece as Uint8Array<ArrayBuffer>);
    });
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Adds a file. @param path below the zip's top, with its folders before `/`
   * @throws StudioError `storage-full` where the zip would be larger than the format allows
   */
  async add(
    path: string,
    content: Uint8Array<ArrayBuffer> | AsyncIterable<Uint8Array<ArrayBuffer>>,
    { compress = false, executable = false, extra }: ZipOptions = {},
  ): Promise<void> {
    const file: ZipInputFile & { push(piece: Uint8Array, final?: boolean): void } = compress
      ? new ZipDeflate(path)
      : new ZipPassThrough(path);
    file.os = UNIX;
    file.attrs = ((executable ? 0o100755 : 0o100644) << 16) >>> 0;
    if (extra) file.extra = extra;
    this.#zip.add(file);
    for await (const piece of piecesOf(content)) {
      file.push(piece);
      await this.#flush();
    }
    file.push(new Uint8Array(0), true);
    await this.#flush();
  }

  /** Writes the zip's list of files, its end. */
  async end(): Promise<void> {
    this.#zip.end();
    await this.#flush();
  }

  async #flush(): Promise<void> {
    const made = this.#made;
    this.#made = [];
    if (this.#error) throw this.#error;
    for (const piece of made) {
      this.#bytes += piece.byteLength;
      if (this.#bytes > MOST_BYTES) {
        throw studioError('storage-full', t('This is more than the 4 GB that a zip can hold.'), this.#advice);
      }
      await this.#sink.write(piece);
    }
  }
}

async function* piecesOf(content: Uint8Array<ArrayBuffer> | AsyncIterable<Uint8Array<ArrayBuffer>>) {
  if (!(content instanceof Uint8Array)) {
    yield* content;
    return;
  }
  for (let at = 0; at < content.length; at += PIECE) yield content.subarray(at, at + PIECE);
}
