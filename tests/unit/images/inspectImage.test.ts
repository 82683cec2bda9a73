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

  test('how a WebP is to be turned is read from its EXIF data, in either order of bytes and with JPEG’s mark', async () => {
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const [width, height] = orientation >= 5 ? [12, 20] : [20, 12];
      const file = await files.turnedWebp(20, 12, orientation);
      const chunk = file.lastIndexOf('EXIF');
      expect(inspectImage(bytesOf(file))).toMatchObject({ format: 'WebP', width, height });
      expect(inspectImage(bytesOf(file)).turn).toEqual(orientation === 1 ? undefined : { orientation, chunk });
    }
    const tiff = {
      big: Buffer.from('MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0', 'latin1'),
      marked: Buffer.from('Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0', 'latin1'),
      none: Buffer.from('MM\0*\0\0\0\x08\0\0\0\0', 'latin1'),
      far: Buffer.from('MM\0*\x7f\0\0\x08', 'latin1'),
      odd: Buffer.from('MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x09\0\0\0\0\0\0', 'latin1'),
    };
    const seen = async (exif: Buffer) => {
      const file = await files.turnedWebp(20, 12, 3);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(exif.length);
      const changed = Buffer.concat([file.subarray(0, file.lastIndexOf('EXIF') + 4), length, exif]);
      changed.writeUInt32LE(changed.length - 8, 4);
      return inspectImage(bytesOf(changed)).turn?.orientation ?? 1;
    };
    const found = await Promise.all(Object.values(tiff).map(seen));
    expect(found).toEqual([6, 6, 1, 1, 1]);
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
      '\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 ': 'a JPEG 2000 image',
      '\xff\x4f\xff\x51\0\x2f': 'a JPEG 2000 image',
      // Its first picture lies right behind the list.
      '\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0\x04\0\0\0\x16\0\0\0data': 'an icon or cursor of Windows (ICO)',
      '\0\0\x02\0\x01\0\x10\x10\0\0\x01\0\x20\0\x04\0\0\0\x16\0\0\0data': 'an icon or cursor of Windows (ICO)',
      // 2 × 1 pixels in colour, without the mark at the end that newer files have; and packed ones with it.
      '\0\0\x02\0\0\0\0\0\0\0\0\0\x02\0\x01\0\x18\0rgbrgb': 'a Targa image (TGA)',
      '\0\0\x0a\0\0\0\0\0\0\0\0\0\x40\0\x40\0\x18\0\x82rgbTRUEVISION-XFILE.\0': 'a Targa image (TGA)',
      'II+\0\x08\0\0\0': 'a TIFF or raw photo',
      'IIU\0\x08\0\0\0': 'a camera’s raw photo',
      '\xff\x0a\xfa\x7f': 'a JPEG XL image',
      'gimp xcf v011': 'a GIMP document (XCF)',
      'v/1\x01\x02': 'an OpenEXR image',
      'DDS |': 'a texture (DDS)',
      'qoif\0\0': 'a QOI image',
      'P6 2 2 255\n': 'a Netpbm image',
      '\n\x05\x01\x08': 'a PCX image',
      '%!PS-Adobe-3.0': 'a PostScript drawing',
      '\x1aE\xdf\xa3': 'a video or sound recording',
      'RIFF\0\0\0\0AVI LIST': 'a video or sound recording',
      'Rar!\x1a\x07\x01\0': 'a packed archive',
      '<?xml version="1.0"?>\n<!-- made by hand --><svg xmlns="http://www.w3.org/2000/svg"/>': 'an SVG drawing',
    };
    for (const [start, name] of Object.entries(kinds)) {
      const error = errorInfoOf(start);
      expect(error).toMatchObject({ code: 'image-unsupported' });
      expect(error?.message).toContain(name);
      expect(error?.advice).not.toBe('');
    }
  });

  test('what came in a picture’s place is named as what it is', () => {
    const kinds = {
      '<!DOCTYPE html><html><body><svg width="1"></svg><h1>403</h1></body></html>': 'a web page',
      '\xef\xbb\xbf\r\n<html lang="en"><head>': 'a web page',
      '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">': 'a web page',
      '<!-- cached --><html>': 'a web page',
      '{"error":"Not Found"}': 'text in JSON',
      '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>': 'a server’s error',
      'version https://git-lfs.github.com/spec/v1\noid sha256:12': 'a Git LFS pointer',
    };
    for (const [start, name] of Object.entries(kinds)) {
      expect(errorInfoOf(start), start).toMatchObject({
        code: 'not-an-image',
        message: `This is ${name}, not an image.`,
        advice: expect.stringMatching(/download/),
      });
    }
    // What only looks like one of the kinds without a mark is none.
    for (const odd of ['\0\0\x02\0\0\0\0\0\0\0\0\0\x02\0\x01\0\x18\0rgb', '\0\0\x01\0\x01\0', '\0'.repeat(60)]) {
      expect(errorInfoOf(odd)).toMatchObject({ message: 'This is not an image.' });
    }
  });

  test('a second header, whichever of them is small, before anything is made room for', async () => {
    const small = files.enormousPng(8, 8);
    const big = files.enormousPng(20_000, 20_000);
    for (const file of [
      files.secondHeaderPng(20_000, 20_000),
      files.secondHeaderPng(8, 8),
      // The enormous header behind the small one.
      Buffer.concat([small.subarray(0, 33), big.subarray(8)]),
    ]) {
      expect(errorInfoOf(file)).toMatchObject({ message: 'This image is damaged: it has two headers.' });
    }
    expect(errorInfoOf(Buffer.concat([small.subarray(0, 8), small.subarray(33)]))).toMatchObject({
      code: 'image-damaged',
    });
    const photo = await files.jpeg(30, 20);
    const frame = photo.indexOf(Buffer.from([0xff, 0xc0]));
    const twice = Buffer.concat([photo.subarray(0, frame), photo.subarray(frame, frame + 19), photo.subarray(frame)]);
    expect(errorInfoOf(twice)).toMatchObject({ message: 'This image is damaged: it has two headers.' });
  });

  test('a frame that reaches over its picture, or is itself too large', async () => {
    const png = await files.animatedPng(20, 12);
    // The second frame's width, with a checksum that nobody needs to read it.
    png.writeUInt32BE(30_000, png.lastIndexOf('fcTL') + 8);
    expect(errorInfoOf(png)).toMatchObject({
      message: 'This image is damaged: a frame in it is larger than the picture.',
    });

    const webp = await files.animatedWebp(20, 12);
    webp.writeUIntLE(16_000, webp.lastIndexOf('ANMF') + 8 + 6, 3);
    expect(errorInfoOf(webp)).toMatchObject({
      message: 'This image is damaged: a frame in it is larger than the picture.',
    });
    const inner = await files.animatedWebp(20, 12);
    inner.writeUInt32LE(0x0fffffff, inner.lastIndexOf('VP8L') + 9);
    expect(errorInfoOf(inner)).toMatchObject({
      message: 'This image is damaged: a frame in it is larger than the picture.',
    });

    const gif = await files.animatedGif(20, 12);
    const second = gif.lastIndexOf(Buffer.from([0x2c, 0, 0, 0, 0, 20, 0, 12, 0]));
    gif.writeUInt16LE(60_000, second + 5);
    expect(errorInfoOf(gif)).toMatchObject({ code: 'image-too-large' });
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
