/**
 * Fetches one file by range requests into its partial file, going on where the connection broke. Between two tries it
 * waits ever longer, and gives up only when many tries in a row brought nothing.
 */

import { STALL, stallWatch } from '@weft/engine';
import { type StudioError, studioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';
import type { ModelFile } from '../../../src/contract/models.ts';
import { type HubAccess, hubError, hubHeaders } from '../hub/hubRequest.ts';
import type { PartialFile } from './partialFile.ts';
import type { TransferMeter } from './transferMeter.ts';

/** Tries in a row that bring no byte before the download is given up; with the waits between them about two minutes. */
const TRIES = 8;
/** Milliseconds before the second try; twice as many before each further one. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
/** Milliseconds without a byte after which it is said that nothing comes, long before the connection is given up. */
const HUSH = 5_000;

/** The connection broke, or the server can't answer just now: the same again may work. */
class BrokenOffError extends Error {}

type GrowingFile = Pick<PartialFile, 'length' | 'append' | 'clear'>;

interface FileRequest {
  url: string;
  access: HubAccess;
  file: ModelFile;
}

/**
 * Fetches what is missing of a file. What comes is as long as the file should be; whether it is the file is for its digest
 * to tell.
 * @throws StudioError where the server refuses or the connection doesn't come back
 */
export async function fetchFile(
  request: FileRequest,
  partial: GrowingFile,
  meter: TransferMeter,
  signal: AbortSignal,
): Promise<void> {
  let wait = FIRST_WAIT;
  let fruitless = 0;
  const reader = new RangeReader(request, partial, meter);
  while (partial.length < request.file.bytes) {
    const before = partial.length;
    try {
      await reader.goOn(signal);
    } catch (error) {
      if (!(error instanceof BrokenOffError)) throw error;
      if (partial.length > before) {
        fruitless = 0;
        wait = FIRST_WAIT;
      }
      fruitless += 1;
      if (fruitless >= TRIES) throw connectionLost(error);
      meter.waiting();
      await untilNextTry(wait, signal);
      wait = Math.min(2 * wait, LONGEST_WAIT);
    }
  }
}

function connectionLost(cause: BrokenOffError): StudioError {
  return studioError(
    'connection-lost',
    say('The connection to the hub broke and did not come back ({message}).', { message: cause.message }),
    'What was downloaded is kept: go on when the connection is back.',
  );
}

/** Reads one file, a connection at a time. */
class RangeReader {
  /** Names the contents that the server sent first; where no digest will tell, other ones mean another file. */
  #etag: string | null = null;

  constructor(
    private readonly request: FileRequest,
    private readonly partial: GrowingFile,
    private readonly meter: TransferMeter,
  ) {}

  /** Reads until the file is whole. @throws BrokenOffError where it isn't by the end of the connection */
  async goOn(signal: AbortSignal): Promise<void> {
    const connection = new AbortController();
    const end = () => connection.abort();
    signal.addEventListener('abort', end, { once: true });
    const stall = stallWatch(end);
    const hush = stallWatch(() => this.meter.stalled(), HUSH);
    try {
      const response = await this.#connect(connection.signal);
      const body = response.body?.getReader();
      for (let next = await body?.read(); next && !next.done; next = await body?.read()) {
        stall.heard();
        hush.heard();
        this.#take(next.value);
      }
    } catch (error) {
      signal.throwIfAborted();
      // A fetch that fails, and a body that breaks off, throw TypeErrors; a stalled one was aborted here.
      if (error instanceof TypeError) throw new BrokenOffError('it broke off');
      if (connection.signal.aborted) throw new BrokenOffError(`nothing came for ${STALL / 1000} s`);
      throw error;
    } finally {
      stall.end();
      hush.end();
      signal.removeEventListener('abort', end);
      connection.abort();
    }
    if (this.partial.length < this.request.file.bytes) throw new BrokenOffError('it ended too early');
  }

  async #connect(signal: AbortSignal): Promise<Response> {
    const { url, access, file } = this.request;
    const from = this.partial.length;
    // The range alone, and no `If-Range`: that header would need a permission of its own from every server on the way.
    const headers = { ...hubHeaders(access), ...(from > 0 && { Range: `bytes=${from}-` }) };
    const response = await fetch(url, { headers, cache: 'no-store', signal });
    if (response.status === 206 && this.#continues(response, from)) return response;
    if (response.status === 206 || response.status === 416) {
      this.#startAnew();
      throw new BrokenOffError('the file changed');
    }
    if (response.status === 429 || response.status >= 500)
      throw new BrokenOffError(`the server answered ${response.status}`);
    if (!response.ok) throw hubError(response, access);
    // The whole file: of a server that knows no ranges, or because nothing of it was there.
    if (from > 0) this.#startAnew();
    const length = Number(response.headers.get('content-length') ?? file.bytes);
    if (length !== file.bytes && !response.headers.has('content-encoding')) throw this.#changed();
    this.#etag = response.headers.get('etag');
    return response;
  }

  /** Whether a part begins where ours ends, and belongs to the same file. */
  #continues(response: Response, from: number): boolean {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
    const etag = response.headers.get('etag');
    const sameFile = this.request.file.digest !== null || this.#etag === null || this.#etag === etag;
    // Servers may hide the header from pages; then the digest tells at the end.
    if (!range) return sameFile;
    return sameFile && Number(range[1]) === from && (range[2] === '*' || Number(range[2]) === this.request.file.bytes);
  }

  #take(piece: Uint8Array<ArrayBuffer>): void {
    if (this.partial.length + piece.byteLength > this.request.file.bytes) throw this.#changed();
    this.partial.append(piece);
    this.meter.came(piece.byteLength);
  }

  #startAnew(): void {
    this.meter.lost(this.partial.length);
    this.partial.clear();
    this.#etag = null;
  }

  #changed(): StudioError {
    this.#startAnew();
    return studioError(
      'model-damaged',
      say('The hub’s file {path} is not the one that was listed.', { path: this.request.file.path }),
      'Look the model up again, and download it as it is now.',
    );
  }
}

/** Ends early when the browser says that it is online again. */
function untilNextTry(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      removeEventListener('online', settle);
      signal.removeEventListener('abort', settle);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(settle, milliseconds);
    addEventListener('online', settle);
    signal.addEventListener('abort', settle);
    if (signal.aborted) settle();
  });
}
