/** Connections that stay open without a byte coming: told, tried again, and given up with what came kept. */
import { fetchSource } from '@weft/engine';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransferProgress } from '../../../src/contract/modelsWorker.ts';
import { askHub, readUpTo } from '../../../workers/models/hub/hubRequest.ts';
import { fetchFile } from '../../../workers/models/transfer/fetchFile.ts';
import { TransferMeter } from '../../../workers/models/transfer/transferMeter.ts';
import { watchedFetch } from '../../../workers/scores/watchedFetch.ts';

const FILE = { path: 'unet/weights.safetensors', bytes: 1000, digest: null };
const ACCESS = { repository: 'owner/name', token: '' };
const URL_OF_FILE = 'https://huggingface.co/owner/name/resolve/1/file';
const { signal } = new AbortController();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A body of so many bytes that then stands still; null never answers at all. Ends as the browser's does when it is aborted. */
type Answer = { bytes: number; whole: boolean } | null;

/** Answers in turn, the last one ever again; gives the places from which was asked. */
function serve(...answers: Answer[]): number[] {
  const from: number[] = [];
  vi.stubGlobal('fetch', (_: unknown, init: RequestInit = {}) => {
    const range = /^bytes=(\d+)-$/.exec(new Headers(init.headers).get('Range') ?? '');
    from.push(Number(range?.[1] ?? 0));
    const answer = answers[Math.min(from.length, answers.length) - 1] ?? null;
    const aborted = new Promise<never>((_, reject) => {
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
    aborted.catch(() => undefined);
    if (!answer) return aborted;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(answer.bytes));
        if (answer.whole) controller.close();
        else aborted.catch((error) => controller.error(error));
      },
    });
    return Promise.resolve(new Response(body, { status: range ? 206 : 200 }));
  });
  return from;
}

function growing() {
  let length = 0;
  return {
    get length() {
      return length;
    },
    append: (piece: Uint8Array) => {
      length += piece.length;
    },
    clear: () => {
      length = 0;
    },
  };
}

/** Starts a download; gives how far it was told to be. */
function download() {
  const partial = growing();
  const told: TransferProgress[] = [];
  const meter = new TransferMeter(FILE.bytes, (progress) => told.push(progress));
  const ended = fetchFile({ url: URL_OF_FILE, access: ACCESS, file: FILE }, partial, meter, signal);
  ended.catch(() => undefined);
  return { partial, told, ended };
}

describe('a download over which nothing comes any more', () => {
  it('says so after five seconds, and goes on by itself from where it stood', async () => {
    const from = serve({ bytes: 400, whole: false }, { bytes: 600, whole: true });
    const { partial, told, ended } = download();
    await vi.advanceTimersByTimeAsync(4_900);
    expect(told.at(-1)?.phase).toBe('transfer');
    await vi.advanceTimersByTimeAsync(200);
    expect(told.at(-1)).toMatchObject({ phase: 'stall', doneBytes: 400, bytesPerSecond: null, secondsLeft: null });
    await vi.advanceTimersByTimeAsync(25_000);
    expect(told.at(-1)?.phase).toBe('wait');
    await vi.advanceTimersByTimeAsync(1_000);
    await ended;
    expect(from).toEqual([0, 400]);
    expect(partial.length).toBe(1000);
    expect(told.at(-1)).toMatchObject({ phase: 'transfer', doneBytes: 1000 });
  });

  it('is given up after eight tries in a row that brought nothing, and keeps what came', async () => {
    const from = serve({ bytes: 400, whole: false }, null);
    const { partial, ended } = download();
    await vi.advanceTimersByTimeAsync(15 * 60_000);
    await expect(ended).rejects.toThrow('(nothing came for 30 s)');
    expect(from).toEqual([0, ...Array(7).fill(400)]);
    expect(partial.length).toBe(400);
  });
});

describe('looking a model up', () => {
  it.each<[string, Answer]>([
    ['no answer', null],
    ['an answer that stands still', { bytes: 10, whole: false }],
  ])('ends where there is %s', async (_, answer) => {
    serve(answer);
    const read = askHub(URL_OF_FILE, ACCESS, signal).then((response) => readUpTo(response, 1000, signal));
    read.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(31_000);
    await expect(read).rejects.toThrow('The model hub sent nothing for 30 s.');
  });

  it('waits as long as bytes come', async () => {
    serve({ bytes: 10, whole: true });
    const read = askHub(URL_OF_FILE, ACCESS, signal).then((response) => readUpTo(response, 1000, signal));
    expect(await read).toHaveLength(10);
  });
});

describe('the starter, and what judges pictures', () => {
  it.each<[string, Answer]>([
    ['no answer', null],
    ['an answer that stands still', { bytes: 10, whole: false }],
  ])('end where there is %s', async (_, answer) => {
    serve(answer);
    const starter = fetchSource('https://studio.example/models/starter/', 'starter').read('file');
    const judge = watchedFetch('https://huggingface.co/file').then((response) => response.arrayBuffer());
    for (const one of [starter, judge]) one.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(31_000);
    await expect(starter).rejects.toThrow('nothing came for 30 s');
    await expect(judge).rejects.toThrow('nothing came for 30 s');
  });

  it('are patient with whoever reads slowly', async () => {
    serve({ bytes: 10, whole: true });
    const response = await watchedFetch('https://huggingface.co/file');
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await response.arrayBuffer()).byteLength).toBe(10);
  });
});
