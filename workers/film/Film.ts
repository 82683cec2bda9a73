/** One GIF in the making: frames go in one by one and are encoded at once; the finished file comes out. */
import { Failure } from '../outcome.ts';
import type { FilmRequest, Picture } from '../protocol.ts';
import { EncoderPool, type FrameEncoder } from './EncoderPool.ts';
import { frameDelays } from './frameDelays.ts';
import { paletteInterval } from './gifFrame.ts';

export class Film {
  readonly #request: FilmRequest;
  readonly #delays: number[];
  readonly #pool: EncoderPool;
  readonly #parts: Promise<Uint8Array<ArrayBuffer>>[] = [];
  #encoded = 0;
  #ended = false;
  #failure: Error | null = null;
  #onEncoded: () => void = () => undefined;

  /**
   * @param encoders frame encoders at most, 1 or more
   * @throws Failure `bad-setting` when a GIF cannot show so many frames in the duration
   */
  constructor(request: FilmRequest, encoders: number, startEncoder: () => FrameEncoder) {
    this.#request = request;
    this.#delays = frameDelays(request.frames, request.duration);
    this.#pool = new EncoderPool(encoders, startEncoder);
  }

  /** True once the film was finished or discarded. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Takes the next frame and resolves when there is room for another.
   * @throws Failure `bad-setting` for a frame of another size or one too many; the failure of an earlier frame
   */
  async add(picture: Picture): Promise<void> {
    const { width, height, frames } = this.#request;
    const index = this.#parts.length;
    const delay = this.#delays[index];
    if (this.#failure) throw this.#failure;
    if (delay === undefined) {
      throw new Failure('bad-setting', `The film has its ${frames} frames already.`, 'Finish it, or begin another.');
    }
    if (picture.width !== width || picture.height !== height || picture.rgba.length !== width * height * 4) {
      throw new Failure(
        'bad-setting',
        `Frame ${index + 1} is ${picture.width} × ${picture.height} pixels, the film ${width} × ${height}.`,
        'Render the film again with one size throughout.',
      );
    }
    const part = this.#pool.encode({
      index,
      last: index === frames - 1,
      delay: delay * 10,
      transparent: null,
      width,
      height,
      quality: paletteInterval(width, height),
      dither: false,
      globalPalette: false,
      repeat: 0,
      canTransfer: true,
      data: picture.rgba,
    });
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
    await this.#pool.room();
  }

  /**
   * The file, once every frame is encoded; the encoders end with it.
   * @param onProgress gets the share of frames that are encoded, 0 to 1
   * @throws Failure `bad-setting` when frames are missing; the failure of a frame
   */
  async finish(onProgress: (fraction: number) => void): Promise<ArrayBuffer> {
    const { frames } = this.#request;
    if (this.#parts.length < frames) {
      throw new Failure(
        'bad-setting',
        `The film has ${this.#parts.length} of its ${frames} frames.`,
        'Let all frames be drawn, or render a shorter film.',
      );
    }
    this.#onEncoded = () => onProgress(this.#encoded / frames);
    this.#onEncoded();
    try {
      return await new Blob(await Promise.all(this.#parts), { type: 'image/gif' }).arrayBuffer();
    } finally {
      this.discard();
    }
  }

  /** Ends the encoders and lets the frames go. */
  discard(): void {
    this.#ended = true;
    this.#onEncoded = () => undefined;
    this.#pool.close();
    this.#parts.length = 0;
  }
}
