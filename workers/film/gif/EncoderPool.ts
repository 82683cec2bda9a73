/** Frame encoders at work side by side: hands each frame to one that is free, and waits where none is. */
import { studioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';
import { type EncodedPages, type FrameTask, joinPages, type Palette } from './gifFrame.ts';

/** The part of `Worker` that the pool needs. */
export interface FrameEncoder {
  onmessage: ((event: MessageEvent<EncodedPages>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(task: FrameTask, transfer: Transferable[]): void;
  terminate(): void;
}

interface Waiting {
  task: FrameTask;
  resolve: (answer: EncodedPages) => void;
  reject: (reason: Error) => void;
}

/** What is thrown at whoever waits for a film that was discarded. */
export const stopped = () => studioError('cancelled', 'The film was stopped.', 'Render it again to get a file.');

export class EncoderPool {
  readonly #start: () => FrameEncoder;
  readonly #size: number;
  readonly #encoders: FrameEncoder[] = [];
  readonly #idle: FrameEncoder[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #busy = new Map<FrameEncoder, Waiting>();
  #onRoom: (() => void)[] = [];
  #closed = false;

  /** @param size encoders at most, 1 or more; they are started when there is work for them */
  constructor(size: number, start: () => FrameEncoder) {
    this.#size = size;
    this.#start = start;
  }

  /** The frame's part of the file. Takes the task's pixels over. @throws StudioError when an encoder fails or the pool closes */
  async encode(task: FrameTask): Promise<Uint8Array<ArrayBuffer>> {
    return joinPages(await this.#answer(task));
  }

  /** The palette that the encoder learns from a task whose `globalPalette` is true. @throws StudioError as `encode` does */
  async learnPalette(task: FrameTask): Promise<Palette> {
    const { globalPalette } = await this.#answer(task);
    if (typeof globalPalette !== 'boolean') return globalPalette;
    throw studioError('internal', 'No common palette was found.', 'Render the film with a palette for each frame.');
  }

  #answer(task: FrameTask): Promise<EncodedPages> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(stopped());
      this.#waiting.push({ task, resolve, reject });
      this.#dispatch();
    });
  }

  /** Resolves when no frame waits for an encoder, so that whoever draws frames draws no faster than they are encoded. */
  room(): Promise<void> {
    if (this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onRoom.push(resolve));
  }

  /** Ends the encoders; frames that are not encoded yet reject with the error `cancelled`. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const encoder of this.#encoders) encoder.terminate();
    for (const { reject } of [...this.#busy.values(), ...this.#waiting]) reject(stopped());
    this.#busy.clear();
    this.#waiting.length = 0;
    this.#releaseRoom();
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const encoder = this.#idle.pop() ?? this.#startOne();
      if (!encoder) return;
      const next = this.#waiting.shift();
      if (!next) return;
      this.#busy.set(encoder, next);
      encoder.postMessage(next.task, [next.task.data.buffer]);
    }
    this.#releaseRoom();
  }

  #startOne(): FrameEncoder | null {
    if (this.#encoders.length >= this.#size) return null;
    const encoder = this.#start();
    encoder.onmessage = ({ data }) => this.#settle(encoder, (frame) => frame.resolve(data));
    encoder.onerror = (event) => {
      event.preventDefault();
      const reason = event.message || 'its program did not load';
      this.#settle(encoder, (frame) =>
        frame.reject(
          studioError(
            'internal',
            say('A frame could not be encoded: {reason}.', { reason }),
            'Render the film again, smaller if it is large.',
          ),
        ),
      );
    };
    this.#encoders.push(encoder);
    return encoder;
  }

  #settle(encoder: FrameEncoder, how: (frame: Waiting) => void): void {
    const frame = this.#busy.get(encoder);
    if (!frame) return;
    this.#busy.delete(encoder);
    this.#idle.push(encoder);
    how(frame);
    this.#dispatch();
  }

  #releaseRoom(): void {
    const released = this.#onRoom;
    this.#onRoom = [];
    for (const resolve of released) resolve();
  }
}
