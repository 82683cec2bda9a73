/** Frames go in, and a GIF that plays as asked comes out: decoded again by another library. */
import { decompressFrames, parseGIF } from 'gifuct-js';
import { describe, expect, test } from 'vitest';
import type { Picture } from '../../../src/contract/drawing.ts';
import type { FilmEncoding, FilmRequest } from '../../../src/contract/filmWorker.ts';
import { EncoderPool } from '../../../workers/film/gif/EncoderPool.ts';
import { GifFilm } from '../../../workers/film/gif/GifFilm.ts';
import { type FrameTask, gifTask } from '../../../workers/film/gif/gifFrame.ts';
import { encodersInNode } from './gifEncoderInNode.ts';

const SIZE = 24;

/** A field of one colour with a smaller square of another, so that a palette has something to choose. */
function picture(frame: number): Picture {
  const rgba = new Uint8ClampedArray(SIZE * SIZE * 4);
  for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
    const inner = pixel % SIZE < 8 && pixel < 8 * SIZE;
    rgba.set(
      inner ? [250, 240, 20, 255] : [(frame * 53) % 256, (frame * 97) % 256, (frame * 151) % 256, 255],
      pixel * 4,
    );
  }
  return { width: SIZE, height: SIZE, rgba };
}

const request = (frames: number, encoding: Partial<FilmEncoding> = {}, duration = 1): FilmRequest => ({
  width: SIZE,
  height: SIZE,
  frames,
  duration,
  encoding: { format: 'gif', palette: 'frame', dither: false, ...encoding },
});

/** Colours in which a picture lies away from the one that was wanted, at most. */
const furthestOff = (patch: ArrayLike<number>, { rgba }: Picture) =>
  rgba.reduce((most, value, byte) => Math.max(most, Math.abs(value - (patch[byte] ?? 1000))), 0);

async function render(frames: number, duration: number, encoders = 2, encoding: Partial<FilmEncoding> = {}) {
  const { start, log } = encodersInNode();
  const film = new GifFilm(request(frames, encoding, duration), encoders, start);
  for (let frame = 0; frame < frames; frame++) await film.add(picture(frame));
  const progress: number[] = [];
  const bytes = await film.finish((fraction) => progress.push(fraction));
  return { bytes, progress, log };
}

describe('Film', () => {
  test('the GIF has every frame, plays for the duration, loops for ever and keeps its colours', async () => {
    const { bytes, progress, log } = await render(30, 1);
    const gif = parseGIF(bytes);
    const frames = decompressFrames(gif, true);
    expect(frames).toHaveLength(30);
    // gifuct-js gives delays in milliseconds.
    expect(frames.reduce((total, { delay }) => total + delay, 0)).toBe(1000);
    expect(new TextDecoder('latin1').decode(bytes)).toContain('NETSCAPE2.0\x03\x01\x00\x00\x00');
    for (const [index, { patch, dims }] of frames.entries()) {
      expect([dims.width, dims.height]).toEqual([SIZE, SIZE]);
      expect(furthestOff(patch, picture(index)), `frame ${index}`).toBeLessThanOrEqual(8);
    }
    expect(progress.at(-1)).toBe(1);
    expect(log).toMatchObject({ started: 2, terminated: 2 });
  });

  test('a common palette stands once in the file and holds the colours of every frame', async () => {
    const { bytes } = await render(10, 1, 2, { palette: 'common' });
    const own = await render(10, 1);
    const gif = parseGIF(bytes);
    const images = (file: ArrayBuffer) => parseGIF(file).frames.flatMap((frame) => ('image' in frame ? [frame] : []));
    expect(gif.gct).toHaveLength(256);
    expect(images(bytes).filter(({ image }) => image.descriptor.lct.exists)).toEqual([]);
    expect(images(own.bytes).filter(({ image }) => image.descriptor.lct.exists)).toHaveLength(9);
    // 9 palettes of 768 bytes fewer.
    expect(own.bytes.byteLength - bytes.byteLength).toBeGreaterThan(9 * 700);
    for (const [index, { patch }] of decompressFrames(gif, true).entries()) {
      expect(furthestOff(patch, picture(index)), `frame ${index}`).toBeLessThanOrEqual(10);
    }
  });

  test('dithering makes a grey out of black and white, and a film asks for it', async () => {
    const palette = Array.from({ length: 256 }, (_, i) => (i === 0 ? 255 : 0)).flatMap((v) => [v, v, v]);
    const grey = () => new Uint8ClampedArray(SIZE * SIZE * 4).fill(100);
    const mean = async (dither: FrameTask['dither']) => {
      const pool = new EncoderPool(1, encodersInNode().start);
      const how = { index: 0, last: true, delay: 100, dither, globalPalette: palette };
      const bytes = await pool.encode(gifTask({ width: SIZE, height: SIZE, rgba: grey() }, how));
      pool.close();
      const [frame] = decompressFrames(parseGIF(bytes.buffer), true);
      const reds = [...(frame?.patch ?? [])].filter((_, byte) => byte % 4 === 0);
      return reds.reduce((sum, value) => sum + value, 0) / reds.length;
    };
    expect(await mean(false)).toBe(0);
    expect(Math.abs((await mean('FloydSteinberg')) - 100)).toBeLessThan(10);

    const asked: FrameTask['dither'][] = [];
    const { start } = encodersInNode((task, reply) => {
      asked.push(task.dither);
      reply();
    });
    const film = new GifFilm(request(1, { dither: true }), 1, start);
    await film.add(picture(0));
    await film.finish(() => undefined);
    expect(asked).toEqual(['FloydSteinberg']);
  });

  test('whoever adds frames waits for the encoders, so pixels do not pile up', async () => {
    const { log } = await render(12, 1, 3);
    expect(log.mostPending).toBeLessThanOrEqual(3);
    expect(log.started).toBe(3);
  });

  test('a frame of another size is refused and the film goes on', async () => {
    const { start } = encodersInNode();
    const film = new GifFilm(request(1), 1, start);
    const small = { width: 8, height: 8, rgba: new Uint8ClampedArray(8 * 8 * 4) };
    await expect(film.add(small)).rejects.toThrow('Frame 1 is 8 × 8 pixels');
    await film.add(picture(0));
    expect((await film.finish(() => undefined)).byteLength).toBeGreaterThan(800);
  });

  test('one frame too many and one too few are refused', async () => {
    const { start } = encodersInNode();
    const film = new GifFilm(request(2), 1, start);
    await film.add(picture(0));
    await expect(film.finish(() => undefined)).rejects.toThrow('1 of its 2 frames');
    await film.add(picture(1));
    await expect(film.add(picture(2))).rejects.toThrow('has its 2 frames already');
  });

  test('an encoder that fails ends the film with a message, not with silence', async () => {
    const { start, log } = encodersInNode((task, reply) => {
      if (task.index === 1) throw new Error('out of memory');
      reply();
    });
    const film = new GifFilm(request(2), 1, start);
    await film.add(picture(0));
    await film.add(picture(1));
    await expect(film.finish(() => undefined)).rejects.toThrow('A frame could not be encoded: Error: out of memory');
    expect(log.terminated).toBe(1);
  });

  test('discarding ends the encoders and whoever waits for the file', async () => {
    const { start, log } = encodersInNode();
    const film = new GifFilm(request(1), 1, start);
    await film.add(picture(0));
    const file = film.finish(() => undefined);
    film.discard();
    await expect(file).rejects.toMatchObject({ info: { code: 'cancelled' } });
    expect(log.terminated).toBe(1);
  });
});
