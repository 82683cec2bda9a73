/** A file of a hub on its way: connections that answer what they like, break off, begin elsewhere or bring another file. */
import { type StudioError, studioError } from '../../../src/contract/errors.ts';
import { fetchFile } from '../../../workers/models/transfer/fetchFile.ts';
import { TransferMeter } from '../../../workers/models/transfer/transferMeter.ts';
import { holds, jsonTarget, type Target } from '../target.ts';

const BYTES = 40;
/** Connections after which nobody waits any longer. */
const MOST = 30;

/** What one connection brings: pieces of so many bytes. */
interface Answer {
  status: number;
  headers: Record<string, string>;
  pieces: number[];
}

const from = (start: number) => ({ 'content-range': `bytes ${start}-${BYTES - 1}/${BYTES}`, etag: '"a"' });
const whole: Answer = { status: 200, headers: { 'content-length': String(BYTES), etag: '"a"' }, pieces: [16, 24] };
const half: Answer = { ...whole, pieces: [16] };

/** An answer as a browser would give it; what is none at all is a connection that failed. */
function responseOf(answer: unknown): Response {
  const { status, headers, pieces } = (typeof answer === 'object' && answer !== null ? answer : {}) as Partial<
    Record<keyof Answer, unknown>
  >;
  const lengths = Array.isArray(pieces) ? pieces.filter((one) => Number.isInteger(one) && one >= 0 && one < 1e6) : [];
  const body = new ReadableStream({
    pull(controller) {
      const next = lengths.shift();
      if (next === undefined) controller.close();
      else controller.enqueue(new Uint8Array(next));
    },
  });
  const told = Object.entries(typeof headers === 'object' && headers !== null ? headers : {});
  // Throws the TypeError or RangeError of a fetch where there is no such status or header.
  return new Response(body, {
    status: Number(status),
    headers: told.map(([name, text]): [string, string] => [name, String(text)]),
  });
}

/** Answers each connection in turn, and lets nobody wait between them, while `use` goes on. */
async function connecting<T>(answers: readonly unknown[], over: () => void, use: () => Promise<T>): Promise<T> {
  const own = { fetch: globalThis.fetch, addEventListener: globalThis.addEventListener };
  const ownRemove = globalThis.removeEventListener;
  let made = 0;
  globalThis.fetch = async () => {
    if (made++ >= MOST) over();
    try {
      return responseOf(answers[made - 1]);
    } catch {
      throw new TypeError('failed to fetch');
    }
  };
  // As if the browser said at once that it is online again.
  globalThis.addEventListener = ((_: string, settle: () => void) => queueMicrotask(settle)) as typeof addEventListener;
  globalThis.removeEventListener = () => undefined;
  try {
    return await use();
  } finally {
    Object.assign(globalThis, own, { removeEventListener: ownRemove });
  }
}

export const downloadTargets: readonly Target[] = [
  jsonTarget({
    name: 'hub-download',
    seeds: () => [
      [whole],
      [half, { status: 206, headers: from(16), pieces: [24] }],
      [half, { status: 503, headers: {}, pieces: [] }, { ...whole, headers: { etag: '"b"' } }],
      [half, { status: 416, headers: {}, pieces: [] }, whole],
    ],
    words: [
      'content-range',
      'content-length',
      'content-encoding',
      'etag',
      'gzip',
      'bytes 16-39/40',
      'bytes 16-39/*',
      'bytes 0-39/40',
      'bytes 16-15/99999999999999999999',
      'pieces',
      'status',
    ],
    allows: [SyntaxError],
    run: async (text) => {
      const read: unknown = JSON.parse(text);
      const answers = Array.isArray(read) ? read : [read];
      const partial = {
        length: 0,
        append(piece: Uint8Array) {
          this.length += piece.byteLength;
        },
        clear() {
          this.length = 0;
        },
      };
      // Kept until the end: what is thrown meanwhile counts as a connection that broke.
      const told: number[] = [];
      const meter = new TransferMeter(BYTES, ({ doneBytes }) => told.push(doneBytes));
      const patience = new AbortController();
      const tired: StudioError = studioError('connection-lost', 'Nobody waits any longer.', 'Try again.');
      const request = {
        url: 'https://hub.example/weaver/loom/resolve/main/x.bin',
        access: { repository: 'weaver/loom', token: '' },
        file: { path: 'x.bin', bytes: BYTES, digest: null },
      };
      try {
        await connecting(
          answers,
          () => patience.abort(tired),
          () => fetchFile(request, partial, meter, patience.signal),
        );
        holds(partial.length === BYTES, `it has ${partial.length} bytes`);
      } finally {
        const wrong = told.find((bytes) => !(bytes >= 0 && bytes <= BYTES));
        holds(wrong === undefined, `${wrong} bytes are told of`);
      }
    },
  }),
];
