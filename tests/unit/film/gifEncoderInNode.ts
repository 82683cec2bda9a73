/** gif.js's own frame encoder, run in Node as a worker would run it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import type { FrameEncoder } from '../../../workers/film/gif/EncoderPool.ts';
import type { EncodedPages, FrameTask } from '../../../workers/film/gif/gifFrame.ts';

const script = readFileSync(createRequire(import.meta.url).resolve('gif.js/dist/gif.worker.js'), 'utf8');

export interface EncoderLog {
  started: number;
  terminated: number;
  /** Tasks that were given out and not answered yet, and the most there ever were. */
  pending: number;
  mostPending: number;
}

/** Encoders that answer in a later turn of the event loop, as workers do, and count what happens to them. */
export function encodersInNode(answer: (task: FrameTask, reply: () => void) => void = (_, reply) => reply()) {
  const log: EncoderLog = { started: 0, terminated: 0, pending: 0, mostPending: 0 };
  const start = (): FrameEncoder => {
    log.started += 1;
    let alive = true;
    const scope = {
      onmessage: (_event: { data: FrameTask }) => undefined as unknown,
      postMessage: (data: EncodedPages) => encoder.onmessage?.({ data } as MessageEvent<EncodedPages>),
    };
    runInNewContext(script, { self: scope });
    const encoder: FrameEncoder = {
      onmessage: null,
      onerror: null,
      postMessage(task, transfer) {
        log.pending += 1;
        log.mostPending = Math.max(log.mostPending, log.pending);
        const data = structuredClone(task, { transfer: transfer as ArrayBuffer[] });
        setTimeout(() => {
          if (!alive) return;
          log.pending -= 1;
          try {
            answer(data, () => scope.onmessage({ data }));
          } catch (error) {
            encoder.onerror?.({ message: String(error), preventDefault: () => undefined } as ErrorEvent);
          }
        });
      },
      terminate() {
        alive = false;
        log.terminated += 1;
      },
    };
    return encoder;
  };
  return { start, log };
}
