/** A film in the making, whatever its format: frames go in one by one, the finished file comes out. */

import type { Picture } from '../../src/contract/drawing.ts';
import { studioError } from '../../src/contract/errors.ts';
import type { FilmRequest } from '../../src/contract/filmWorker.ts';
import { say } from '../../src/contract/message.ts';

export interface Film {
  /** True once the film was finished or discarded. */
  readonly ended: boolean;
  /**
   * Takes the next frame and resolves when there is room for another.
   * @throws StudioError `bad-setting` for a frame of another size or one too many; the failure of an earlier frame
   */
  add(picture: Picture): Promise<void>;
  /**
   * The file, once every frame is encoded; what encodes ends with it.
   * @param onProgress gets the share of what is left to do that is done, 0 to 1
   * @throws StudioError `bad-setting` when frames are missing; the failure of a frame
   */
  finish(onProgress: (fraction: number) => void): Promise<ArrayBuffer>;
  /** Ends what encodes and lets the frames go. */
  discard(): void;
}

/** @throws StudioError `bad-setting` where the frame doesn't belong at this place of the film */
export function requireFrame({ width, height, frames }: FilmRequest, picture: Picture, index: number): void {
  if (index >= frames) {
    throw studioError(
      'bad-setting',
      say('The film has its {frames} frames already.', { frames }),
      'Finish it, or begin another.',
    );
  }
  if (picture.width !== width || picture.height !== height || picture.rgba.length !== width * height * 4) {
    throw studioError(
      'bad-setting',
      say('Frame {place} is {width} × {height} pixels, the film {filmWidth} × {filmHeight}.', {
        place: index + 1,
        width: picture.width,
        height: picture.height,
        filmWidth: width,
        filmHeight: height,
      }),
      'Render the film again with one size throughout.',
    );
  }
}

/** @throws StudioError `bad-setting` where fewer frames were added than the film has */
export function requireAllFrames({ frames }: FilmRequest, added: number): void {
  if (added >= frames) return;
  throw studioError(
    'bad-setting',
    say('The film has {added} of its {frames} frames.', { added, frames }),
    'Let all frames be drawn, or render a shorter film.',
  );
}
