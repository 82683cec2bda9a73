/** Pixels of all frames of a film, evenly taken, from which its common palette is learnt. */
import type { Picture } from '../../../src/contract/drawing.ts';
import type { FilmRequest } from '../../../src/contract/filmWorker.ts';
import { type FrameTask, gifTask } from './gifFrame.ts';

/** Side of the square that the pixels are laid out in: a picture for the frame encoder, which learns its colours. */
const SIDE = 256;

export class PaletteSample {
  readonly #rgba = new Uint8ClampedArray(SIDE * SIDE * 4);
  readonly #frames: number;

  constructor({ frames }: Pick<FilmRequest, 'frames'>) {
    this.#frames = frames;
  }

  /** Takes the frame's share of pixels, spread over the whole of it. @param index 0 for the first */
  add({ rgba }: Picture, index: number): void {
    const from = Math.floor((index * SIDE * SIDE) / this.#frames);
    const to = Math.floor(((index + 1) * SIDE * SIDE) / this.#frames);
    const pixels = rgba.length / 4;
    for (let place = from; place < to; place++) {
      const pixel = Math.floor(((place - from + 0.5) * pixels) / (to - from));
      this.#rgba.set(rgba.subarray(4 * pixel, 4 * pixel + 4), 4 * place);
    }
  }

  /** The task whose answer carries the palette. */
  task(): FrameTask {
    const picture = { width: SIDE, height: SIDE, rgba: this.#rgba };
    return gifTask(picture, { index: 0, last: true, delay: 0, dither: false, globalPalette: true });
  }
}
