/**
 * One GIF in the making. With a palette for each frame, frames are encoded at once as they come. A common palette is
 * only known when all have been seen, so until then the frames wait packed.
 */
import type { Picture } from '../../../src/contract/drawing.ts';
import type { FilmRequest } from '../../../src/contract/filmWorker.ts';
import { type Film, requireAllFrames, requireFrame } from '../Film.ts';
import { packFrame, unpackFrame } from '../packFrame.ts';
import { EncoderPool, type FrameEncoder, stopped } from './EncoderPool.ts';
import { frameDelays } from './frameDelays.ts';
import { type FrameTask, gifTask } from './gifFrame.ts';
import { PaletteSample } from './PaletteSample.ts';

export class GifFilm implements Film {
  readonly #request: FilmRequest;
  readonly #delays: number[];
  readonly #pool: EncoderPool;
  readonly #parts: Promise<Uint8Array<ArrayBuffer>>[] = [];
  /** Frames that wait for the palette, and what it will be learnt from; null where each has its own. */
  readonly #waiting: { packed: ArrayBuffer[]; sample: PaletteSample } | null;
  #added = 0;
  #encoded = 0;
  #ended = false;
  #failure: Error | null = null;
  #onEncoded: () => void = () => undefined;

  /**
   * @param encoders frame encoders at most, 1 or more
   * @throws StudioError `bad-setting` when a GIF cannot show so many frames in the duration
   */
  constructor(request: FilmRequest, encoders: number, startEncoder: () => FrameEncoder) {
    this.#request = request;
    this.#delays = frameDelays(request.frames, request.duration);
    this.#pool = new EncoderPool(encoders, startEncoder);
    const common = request.encoding.palette === 'common';
    this.#waiting = common ? { packed: [], sample: new PaletteSample(request) } : null;
  }

  get ended(): boolean {
    return this.#ended;
  }

  async add(picture: Picture): Promise<void> {
    if (this.#failure) throw this.#failure;
    const index = this.#added;
    requireFrame(this.#request, picture, index);
    this.#added += 1;
    if (!this.#waiting) return this.#encode(index, picture, false);
    this.#waiting.sample.add(picture, index);
    this.#waiting.packed[index] = await packFrame(picture);
  }

  async finish(onProgress: (fraction: number) => void): Promise<ArrayBuffer> {
    const { frames } = this.#request;
    requireAllFrames(this.#request, this.#added);
    this.#onEncoded = () => onProgress(this.#encoded / frames);
    this.#onEncoded();
    try {
      await this.#encodeWaiting();
      if (this.#ended) throw stopped();
      return await new Blob(await Promise.all(this.#parts), { type: 'image/gif' }).arrayBuffer();
    } finally {
      this.discard();
    }
  }

  discard(): void {
    this.#ended = true;
    this.#onEncoded = () => undefined;
    this.#pool.close();
    this.#parts.length = 0;
    if (this.#waiting) this.#waiting.packed.length = 0;
  }

  /** Learns the common palette and encodes the frames that waited for it. */
  async #encodeWaiting(): Promise<void> {
    if (!this.#waiting) return;
    const { packed, sample } = this.#waiting;
    const { width, height } = this.#request;
    const palette = await this.#pool.learnPalette(sample.task());
    for (const [index, frame] of packed.splice(0).entries()) {
      if (this.#failure) throw this.#failure;
      await this.#encode(index, await unpackFrame(frame, width, height), palette);
    }
  }

  #encode(index: number, picture: Picture, globalPalette: FrameTask['globalPalette']): Promise<void> {
    const { frames, encoding } = this.#request;
    const part = this.#pool.encode(
      gifTask(picture, {
        index,
        last: index === frames - 1,
        delay: (this.#delays[index] as number) * 10,
        dither: encoding.dither && 'FloydSteinberg',
        globalPalette,
      }),
    );
    this.#parts.push(part);
    part.then(
      () => {
        this.#encoded += 1;
        this.#onEncoded();
      },
      (error: Error) => {
        this.#failure ??= error;
      },
    );
    return this.#pool.room();
  }
}
