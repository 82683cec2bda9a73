/**
 * A model hub on this machine that answers as Hugging Face's does where the studio asks it: a repository's listing, and
 * files of a commit by ranges. It can be told to break connections off, to damage a byte, and to refuse.
 */

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

const TINY = 'tests/fixtures/tiny';
export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** A request for a file: which, and from which byte on. */
export interface FileRequest {
  path: string;
  from: number;
  /** Bytes of it that were sent before the connection was broken off, or all. */
  sent: number;
}

/** Milliseconds in which bytes reach a browser on this machine. */
const ARRIVAL = 300;

/** What becomes of a file's answer: broken off after so many bytes, held back after them, or damaged at one. */
export interface Mishap {
  breakAfter?: number;
  holdAfter?: number;
  damageAt?: number;
  ignoreRange?: true;
}

/** A file of a repository, in memory or on this machine's disk. */
export interface HubFile {
  size: number;
  sha256: string;
  /** What git calls it. */
  blobId: string;
  /** Its bytes from `from` up to `to`, in pieces. */
  read(from: number, to: number): AsyncIterable<Buffer>;
}

interface Repository {
  files: Map<string, HubFile>;
  status?: number;
  errorCode?: string;
}

export class ImitationHub {
  /** File requests as they came. */
  readonly requests: FileRequest[] = [];
  /** The tokens of all requests, as they came. */
  readonly heard: (string | undefined)[] = [];
  readonly #repositories = new Map<string, Repository>();
  /** For each file what happens to its next answers, in order. */
  readonly #mishaps = new Map<string, Mishap[]>();
  readonly #server: Server;
  #release: () => void = () => {};

  private constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async start(): Promise<ImitationHub> {
    const hub = new ImitationHub();
    await new Promise<void>((resolve) => hub.#server.listen(0, '127.0.0.1', resolve));
    return hub;
  }

  /** Its own address, without a trailing slash. */
  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  add(
    name: string,
    files: Map<string, Buffer | HubFile>,
    refusal: Pick<Repository, 'status' | 'errorCode'> = {},
  ): void {
    const held = [...files].map(([path, file]): [string, HubFile] => [path, 'read' in file ? file : inMemory(file)]);
    this.#repositories.set(name, { files: new Map(held), ...refusal });
  }

  /** What becomes of the next answers with this file. */
  expect(path: string, ...mishaps: Mishap[]): void {
    this.#mishaps.set(path, mishaps);
  }

  /** Lets go on what is held back. */
  release(): void {
    this.#release();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', 'authorization, range');
    response.setHeader('Access-Control-Expose-Headers', 'ETag, Content-Range, X-Error-Code');
    if (request.method === 'OPTIONS') return void response.end();
    this.heard.push(request.headers.authorization);
    const path = decodeURIComponent(new URL(request.url ?? '', this.address).pathname);
    const listing = /^\/api\/models\/([^/]+\/[^/]+)\/revision\/main$/.exec(path);
    const file = /^\/([^/]+\/[^/]+)\/resolve\/([0-9a-f]+)\/(.+)$/.exec(path);
    const repository = this.#repositories.get(listing?.[1] ?? file?.[1] ?? '');
    if (!repository || repository.status) {
      response.setHeader('X-Error-Code', repository?.errorCode ?? 'RepoNotFound');
      response.statusCode = repository?.status ?? 401;
      return void response.end('{"error":"refused"}');
    }
    if (listing) return void response.end(JSON.stringify({ sha: COMMIT, siblings: siblingsOf(repository) }));
    const asked = repository.files.get(file?.[3] ?? '');
    if (!asked || file?.[2] !== COMMIT) return void response.writeHead(404).end();
    // A page that is closed in the middle is no failure of the hub's.
    this.#send(file[3] ?? '', asked, request, response).catch(() => response.destroy());
  }

  async #send(path: string, file: HubFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const look = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    // A header that is looked at before a download is no part of it.
    if (look) return this.#show(file, Number(look[1]), Number(look[2]) + 1, response);
    const { breakAfter, holdAfter, damageAt, ignoreRange }: Mishap = this.#mishaps.get(path)?.shift() ?? {};
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    const from = range && !ignoreRange ? Number(range[1]) : 0;
    const seen: FileRequest = { path, from: range ? Number(range[1]) : 0, sent: 0 };
    this.requests.push(seen);
    if (from >= file.size) return void response.writeHead(416).end();
    response.setHeader('ETag', `"${file.sha256}"`);
    response.setHeader('Content-Length', file.size - from);
    if (from > 0) response.setHeader('Content-Range', `bytes ${from}-${file.size - 1}/${file.size}`);
    response.writeHead(from > 0 ? 206 : 200);
    const until = Math.min(file.size, from + (breakAfter ?? holdAfter ?? file.size));
    await this.#write(response, file, from, until, damageAt);
    seen.sent = until - from;
    // The connection ends before the length that was announced: as when a line breaks.
    if (breakAfter !== undefined) {
      // What was sent has arrived by then; a browser drops what it has not read when a line breaks.
      await setTimeout(ARRIVAL);
      return void response.socket?.end();
    }
    if (until < file.size) {
      await new Promise<void>((resolve) => {
        this.#release = resolve;
      });
      await this.#write(response, file, until, file.size, undefined);
    }
    seen.sent = file.size - from;
    response.end();
  }

  async #show(file: HubFile, from: number, wanted: number, response: ServerResponse): Promise<void> {
    const to = Math.min(file.size, wanted);
    response.setHeader('Content-Length', to - from);
    response.setHeader('Content-Range', `bytes ${from}-${to - 1}/${file.size}`);
    response.writeHead(206);
    await this.#write(response, file, from, to, undefined);
    response.end();
  }

  async #write(response: ServerResponse, file: HubFile, from: number, to: number, damageAt = -1): Promise<void> {
    let place = from;
    for await (const piece of file.read(from, to)) {
      const sent = Buffer.from(piece);
      const damaged = damageAt - place;
      if (damaged >= 0 && damaged < sent.length) sent.writeUInt8(sent.readUInt8(damaged) ^ 0x10, damaged);
      place += sent.length;
      await new Promise<void>((resolve, reject) => {
        response.once('close', reject);
        response.write(sent, (error) => (error ? reject(error) : resolve()));
      });
      response.removeAllListeners('close');
    }
  }
}

/** As the hub lists them: weights lie outside of git and have a SHA-256, other files git's own name. */
function siblingsOf({ files }: Repository) {
  return [...files].map(([path, { size, sha256, blobId }]) => ({
    rfilename: path,
    size,
    blobId,
    ...(path.endsWith('.safetensors') && { lfs: { sha256, size, pointerSize: 134 } }),
  }));
}

export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function inMemory(bytes: Buffer): HubFile {
  return {
    size: bytes.length,
    sha256: digestOf(bytes),
    blobId: createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex'),
    async *read(from, to) {
      yield bytes.subarray(from, to);
    },
  };
}

/** The tiny model as a repository has it: beside what the studio needs also what it doesn't. */
export async function tinyFiles(): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>([['README.md', Buffer.from('# Tiny')]]);
  for (const folder of ['', 'scheduler/', 'text_encoder/', 'tokenizer/', 'unet/', 'vae/']) {
    for (const entry of await readdir(`${TINY}/${folder}`, { withFileTypes: true })) {
      if (!entry.isFile() || entry.name === 'expected.safetensors' || entry.name === 'README.md') continue;
      files.set(`${folder}${entry.name}`, await readFile(`${TINY}/${folder}${entry.name}`));
    }
  }
  files.set('unet/diffusion_pytorch_model.bin', Buffer.from('a pickle'));
  return files;
}
