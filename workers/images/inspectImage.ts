/** Looks a file over before it is decoded: what it is, whether it is whole, and whether it is of a bearable size. */
import { type StudioError, studioError } from '../../src/contract/errors.ts';
import { type Message, type Said, say } from '../../src/contract/message.ts';
import { LONGEST_SIDE } from '../../src/contract/pictures/photograph.ts';
import { ByteReader, Damage } from './ByteReader.ts';
import { readAvif } from './formats/avif.ts';
import { readBmp } from './formats/bmp.ts';
import { readGif } from './formats/gif.ts';
import { readJpeg } from './formats/jpeg.ts';
import { readPng } from './formats/png.ts';
import { readWebp } from './formats/webp.ts';
import type { ImageHeader } from './imageHeader.ts';
import { type ImageFormat, sniffFormat } from './sniffFormat.ts';

/** A file of more bytes is not read at all. */
export const LARGEST_FILE = 256 * 1024 ** 2;
/** The most pixels, and the longest side (`LONGEST_SIDE`), that are decoded: 100 megapixels take 400 MB while they are. */
const MOST_PIXELS = 100e6;

const READERS: Record<ImageFormat, (file: ByteReader) => ImageHeader> = {
  JPEG: readJpeg,
  PNG: readPng,
  WebP: readWebp,
  GIF: readGif,
  AVIF: readAvif,
  BMP: readBmp,
};

export interface Inspection extends ImageHeader {
  format: ImageFormat;
}

const grouped = (value: number) => value.toLocaleString('en');

/** @throws StudioError `not-an-image`, `image-unsupported` or `image-damaged`, never of its size */
function readHeader(file: ByteReader): Inspection {
  const sniffed = sniffFormat(file);
  if (sniffed.kind === 'unsupported') {
    throw studioError(
      'image-unsupported',
      say('This is {name}, which cannot be read here.', { name: { text: sniffed.name } }),
      { text: sniffed.advice },
    );
  }
  if (sniffed.kind === 'other') {
    throw studioError('not-an-image', say('This is {name}, not an image.', { name: { text: sniffed.name } }), {
      text: sniffed.advice,
    });
  }
  if (sniffed.kind === 'unknown') {
    throw studioError(
      'not-an-image',
      file.length === 0 ? 'This file is empty.' : 'This is not an image.',
      'Add photos or pictures: JPEG, PNG, WebP, GIF, AVIF or BMP.',
    );
  }
  return { format: sniffed.format, ...READERS[sniffed.format](file) };
}

/**
 * @param bytes the whole file
 * @throws StudioError that says what is wrong with the file and what to do about it
 */
export function inspectImage(bytes: Uint8Array<ArrayBuffer>): Inspection {
  try {
    const found = readHeader(new ByteReader(bytes));
    const { width, height } = found;
    if (width <= 0 || height <= 0) throw new Damage('it says that it has no pixels');
    if (Math.max(width, height) > LONGEST_SIDE || width * height > MOST_PIXELS) {
      throw studioError(
        'image-too-large',
        say(
          'This image is {width} × {height} pixels; at most {most} pixels a side and 100 megapixels can be opened here.',
          { width: grouped(width), height: grouped(height), most: grouped(LONGEST_SIDE) },
        ),
        'Make it smaller in an image editor, 2,000 pixels a side are plenty, and add it again.',
      );
    }
    return found;
  } catch (error) {
    if (error instanceof Damage) throw damaged({ text: error.message as unknown as Message });
    throw error;
  }
}

/** @param how what is wrong, as the end of a sentence that begins with `it` */
export function damaged(how: Said): StudioError {
  return studioError(
    'image-damaged',
    say('This image is damaged: {how}.', { how }),
    'Copy or download it once more and add it again.',
  );
}
