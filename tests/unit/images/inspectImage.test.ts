/** A file is judged by its bytes before a pixel of it is decoded. */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import { inspectImage } from '../../../workers/images/inspectImage.ts';
import * as files from '../../browser/images/pictureFiles.ts';

const bytesOf = (file: Uint8Array | string) =>
  new Uint8Array(typeof file === 'string' ? Buffer.from(file, 'latin1') : file);

/** The error of a file that is refused. */
function errorInfoOf(file: Uint8Array | string) {
  try {
    inspectImage(bytesOf(file));
  } catch (error) {
    if (error instanceof StudioError) return error.info;
    throw error;
  }
  return null;
}

const WHOLE = {
  JPEG: files.jpeg,
  'progressive JPEG': files.progressiveJpeg,
  PNG: files.png,
  WebP: files.webp,
  'lossless WebP': files.losslessWebp,
  GIF: files.gif,
  AVIF: files.avif,
  BMP: files.bmp,
};

describe('whole files', () => {
  for (const [kind, make] of Object.entries(WHOLE)) {
    test(`${kind}: format and size are read from the header`, async () => {
      expect(inspectImage(bytesOf(await make(93, 41)))).toEqual({
        format: kind.split(' ').at(-1),
        width: 93,
        height: 41,
        animated: false,
        cmyk: false,
      });
    });
  }

  test('animations are told from stills', async () => {
    for (const make of [files.animatedGif, files.animatedWebp, files.animatedPng]) {
      expect(inspectImage(bytesOf(await make(20, 12)))).toMatchObject({ animated: true, width: 20, height: 12 });
    }
  });

  test('print colours are seen', async () => {
    expect(inspectImage(bytesOf(await files.cmykJpeg(20, 12)))).toMatchObject({ cmyk: true });
  });

  test('a second picture behind the first, as phones append it, does no harm', async () => {
    const photo = await files.jpeg(30, 20);
    expect(inspectImage(bytesOf(Buffer.concat([photo, photo])))).toMatchObject({ width: 30, height: 20 });
  });
});

describe('files that are refused', () => {
  test('a text file with the name of a photo', () => {
    expect(errorInfoOf('These are my notes on cloth.')).toMatchObject({
      code: 'not-an-image',
      message: 'This is not an image.',
    });
  });

  test('an empty file', () => {
    expect(errorInfoOf('')).toMatchObject({ code: 'not-an-image', message: 'This file is empty.' });
  });

  test('pictures and documents that browsers do not draw are named, with what to do', () => {
    const kinds = {
      '\0\0\0\x18ftypheic\0\0\0\0mif1heic': 'a HEIC photo',
      '\0\0\0\x18ftypisom\0\0\0\0mp42avc1': 'a video or sound recording',
      'II*\0\x08\0\0\0': 'a TIFF or raw photo',
      'MM\0*\0\0\0\x08': 'a TIFF or raw photo',
      '%PDF-1.7': 'a PDF document',
      '8BPS\0\x01': 'a Photoshop document',
      'PK\x03\x04': 'a zip archive',
      '<?xml version="1.0"?>\n<!-- made by hand --><svg xmlns="http://www.w3.org/2000/svg"/>': 'an SVG drawing',
    };
    for (const [start, name] of Object.entries(kinds)) {
      const error = errorInfoOf(start);
      expect(error).toMatchObject({ code: 'image-unsupported' });
      expect(error?.message).toContain(name);
      expect(error?.advice).not.toBe('');
    }
  });

  test('a picture of 20,000 pixels a side, with its size and the limit', () => {
    const error = errorInfoOf(files.enormousPng(20_000, 20_000));
    expect(error).toMatchObject({ code: 'image-too-large' });
    expect(error?.message).toContain('This image is 20,000 × 20,000 pixels');
    expect(errorInfoOf(files.enormousPng(20_000, 10))).toMatchObject({ code: 'image-too-large' });
    expect(errorInfoOf(files.enormousPng(10_001, 10_000))).toMatchObject({ code: 'image-too-large' });
    expect(errorInfoOf(files.enormousPng(10_000, 10_000))).toBeNull();
  });

  test('a PNG with a changed byte', async () => {
    const file = await files.png(64, 64);
    file[file.length - 20] = (file[file.length - 20] ?? 0) ^ 1;
    expect(errorInfoOf(file)).toMatchObject({ code: 'image-damaged' });
  });
});

describe('cut-off files', () => {
  const samples = new Map<string, Uint8Array<ArrayBuffer>>();
  beforeAll(async () => {
    for (const [kind, make] of Object.entries(WHOLE)) samples.set(kind, bytesOf(await make(48, 32)));
  });

  // A GIF without its closing byte plays like any other; AVIF keeps pixels in a box of their own, checked when decoded.
  for (const kind of Object.keys(WHOLE).filter((name) => name !== 'AVIF')) {
    test(`${kind}: no beginning of the file passes for the whole`, () => {
      const whole = samples.get(kind) ?? new Uint8Array();
      const shortest = kind === 'GIF' ? 2 : 1;
      fc.assert(
        fc.property(fc.integer({ min: 26, max: whole.length - shortest }), (length) => {
          expect(errorInfoOf(whole.slice(0, length))).toMatchObject({ code: 'image-damaged' });
        }),
        { numRuns: 300 },
      );
    });
  }

  test('whatever the bytes say, the answer is a header or an error', () => {
    const changes = fc.array(fc.tuple(fc.nat({ max: 400 }), fc.integer({ min: 0, max: 255 })), { maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(WHOLE)), changes, fc.nat({ max: 2000 }), (kind, edits, cut) => {
        const file = (samples.get(kind) ?? new Uint8Array()).slice(0, -cut || undefined);
        for (const [at, value] of edits) if (at < file.length) file[at] = value;
        const error = errorInfoOf(file);
        if (error) expect(error.code).not.toBe('internal');
      }),
      { numRuns: 2000 },
    );
  });
});
