/** Text read back out of PNG files: whatever was written comes back, and a damaged file says so. */
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { Damage } from '../../../workers/images/ByteReader.ts';
import { isPng, readTexts } from '../../../workers/images/png/readTextChunks.ts';
import { withText } from '../../../workers/images/png/textChunks.ts';
import { readPngText } from '../../../workers/images/readPngText.ts';
import { jpeg, png } from '../../browser/images/pictureFiles.ts';

const file = async () => new Uint8Array(await png(16, 16));

describe('readTexts', () => {
  test('reads what was written, in any script', async () => {
    const texts = { prompt: 'a café in blue', weft: '{"seed":42}', узор: '' };
    const written = { prompt: texts.prompt, weft: texts.weft, note: 'ткань 布 🧵' };
    expect(readTexts(withText(await file(), written))).toEqual(written);
    expect(readTexts(await file())).toEqual({});
  });

  test('any text comes back, but for zeros and the kind of line ends', async () => {
    const before = await file();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        expect(readTexts(withText(before, { note: text }))).toEqual({
          note: text.replaceAll('\0', '').replaceAll(/\r\n?/g, '\n'),
        });
      }),
    );
  });

  test('reads a text that another program wrote', async () => {
    const other = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#234' } })
      .withExif({ IFD0: { Artist: 'a weaver' } })
      .png()
      .toBuffer();
    expect(readTexts(new Uint8Array(other))).toEqual({});
  });

  test('a keyword such as __proto__ is a keyword like any other', async () => {
    const texts = readTexts(withText(await file(), { __proto__x: 'a', constructor: 'b' }));
    expect(texts).toEqual({ __proto__x: 'a', constructor: 'b' });
    expect(Object.getPrototypeOf(readTexts(withText(await file(), JSON.parse('{"__proto__":"c"}'))))).toBe(
      Object.prototype,
    );
  });

  test('a file that is cut off anywhere, or changed in a text, is damaged', async () => {
    const whole = withText(await file(), { prompt: 'a dress' });
    fc.assert(
      fc.property(fc.integer({ min: 8, max: whole.length - 1 }), (length) => {
        expect(() => readTexts(whole.slice(0, length))).toThrow(Damage);
      }),
    );
    const changed = whole.slice();
    const place = Buffer.from(whole).indexOf('dress');
    changed[place] = (changed[place] ?? 0) ^ 1;
    expect(() => readTexts(changed)).toThrow('changed on the way');
  });
});

describe('readPngText', () => {
  test('takes a PNG file and refuses others by name', async () => {
    const written = withText(await file(), { prompt: 'a dress' });
    expect(isPng(written)).toBe(true);
    expect(await readPngText(new Blob([written]))).toEqual({ prompt: 'a dress' });
    const error = (blob: Blob) =>
      readPngText(blob).then(
        () => null,
        (error: { info?: { code: string } }) => error.info?.code,
      );
    expect(await error(new Blob([new Uint8Array(await jpeg(8, 8))]))).toBe('not-an-image');
    expect(await error(new Blob([]))).toBe('not-an-image');
    expect(await error(new Blob([written.slice(0, 60)]))).toBe('image-damaged');
  });
});
