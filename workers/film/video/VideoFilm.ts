/** One video in the making: each frame goes to the browser's encoder as it comes, and only what is encoded is held. */

import { BufferTarget, Output, type VideoCodec, VideoSample, VideoSampleSource } from 'mediabunny';
import type { Picture } from '../../../src/contract/drawing.ts';
import { studioError } from '../../../src/contract/errors.ts';
import type { FilmRequest } from '../../../src/contract/filmWorker.ts';
import { say } from '../../../src/contract/message.ts';
import { type Film, requireAllFrames, requireFrame } from '../Film.ts';
import { codecFor, containerOf, type VideoFormat, videoQuality } from './videoFormats.ts';

export class VideoFilm implements Film {
  readonly #request: FilmRequest;
  readonly #source: VideoSampleSource;
  readonly #target = new BufferTarget();
  readonly #output: Output;
  #added = 0;
  #ended = false;

  /** @throws StudioError `bad-setting` where this browser encodes no such video */
  static async begin(request: FilmRequest, format: VideoFormat): Promise<VideoFilm> {
    const { width, height } = request;
    const codec = await codecFor(format, width, height);
    if (codec === null) {
      throw studioError(
        'bad-setting',
        say('This browser has no encoder for {format} of {width} × {height} pixels.', {
          format: format === 'mp4' ? 'MP4' : 'WebM',
          width,
          height,
        }),
        'Choose another format; GIF always works.',
      );
    }
    const film = new VideoFilm(request, format, codec);
    await film.#output.start();
    return film;
  }

  private constructor(request: FilmRequest, format: VideoFormat, codec: VideoCodec) {
    const { width, height, frames, duration } = request;
    this.#request = request;
    this.#source = new VideoSampleSource({ codec, quality: videoQuality(width, height, frames / duration) });
    this.#output = new Output({ format: containerOf(format), target: this.#target });
    // WebM knows the length of its last frame by the rate alone.
    this.#output.addVideoTrack(this.#source, { frameRate: frames / duration });
  }

  get ended(): boolean {
    return this.#ended;
  }

  async add(picture: Picture): Promise<void> {
    const { frames, duration } = this.#request;
    requireFrame(this.#request, picture, this.#added);
    const index = this.#added++;
    const sample = new VideoSample(picture.rgba, {
      format: 'RGBA',
      codedWidth: picture.width,
      codedHeight: picture.height,
      timestamp: (index * duration) / frames,
      duration: duration / frames,
    });
    try {
      await explained(this.#source.add(sample));
    } finally {
      sample.close();
    }
  }

  async finish(onProgress: (fraction: number) => void): Promise<ArrayBuffer> {
    requireAllFrames(this.#request, this.#added);
    onProgress(0);
    await explained(this.#output.finalize());
    this.#ended = true;
    onProgress(1);
    const { buffer } = this.#target;
    if (buffer) return buffer;
    throw studioError('internal', 'The video came out empty.', 'Render it again, or choose another format.');
  }

  discard(): void {
    if (this.#ended) return;
    this.#ended = true;
    // What is thrown away may fail to end in order.
    this.#output.cancel().catch(() => undefined);
  }
}

/** The encoder's own words, with what to do about them. */
async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw studioError(
      'internal',
      say('The browser could not encode the video: {reason}', { reason }),
      'Choose another format.',
    );
  }
}
