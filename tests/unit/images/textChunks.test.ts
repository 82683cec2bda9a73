/** Text in PNG files: readable by others, and the picture stays what it was. */
import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../workers/images/png/crc32.ts';
import { withText } from '../../../workers/images/png/textChunks.ts';
import { png } from '../../browser/images/pictureFiles.ts';

interface Chunk {
  type: string;
  data: Buffer;
}

/** The chunks of a PNG, each with its checksum verified. */
function chunksOf(file: Uint8Array): Chunk[] {
  const bytes = Buffer.from(file);
  const chunks: Chunk[] = [];
  for (let offset = 8; offset < bytes.length; ) {
    const length = bytes.readUInt32BE(offset);
    const typed = bytes.subarray(offset + 4, offset + 8 + length);
    expect(bytes.readUInt32BE(offset + 8 + length)).toBe(zlibCrc32(typed));
    chunks.push({ type: typed.toString('latin1', 0, 4), data: typed.subarray(4) });
    offset += 12 + length;
  }
  return chunks;
}

const file = async () => new Uint8Array(await png(16, 16));

describe('withText', () => {
  test('Latin text goes into tEXt, right behind the header', async () => {
    const [, text] = chunksOf(withText(await file(), { prompt: 'a café in blue', seed: '42' }));
    expect(text).toEqual({ type: 'tEXt', data: Buffer.from('prompt\0a café in blue', 'latin1') });
  });

  test('other scripts go into iTXt as UTF-8', async () => {
    const [, text] = chunksOf(withText(await file(), { prompt: 'ткань 布 🧵' }));
    expect(text?.type).toBe('iTXt');
    expect(text?.data.toString('utf8')).toBe('prompt\0\0\0\0\0ткань 布 🧵');
  });

  test('the picture is untouched, and another reader finds the texts', async () => {
    const before = await file();
    const after = withText(before, { prompt: 'a sks dress', parameters: 'steps: 25\nseed: 7' });
    const pixels = (data: Uint8Array) => sharp(data).raw().toBuffer();
    expect(await pixels(after)).toEqual(await pixels(before));
    expect((await sharp(after).metadata()).comments).toEqual([
      { keyword: 'prompt', text: 'a sks dress' },
      { keyword: 'parameters', text: 'steps: 25\nseed: 7' },
    ]);
  });

  test('any text comes back, but for zeros and the kind of line ends', async () => {
    const before = await file();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const [, chunk] = chunksOf(withText(before, { note: text }));
        const encoding = chunk?.type === 'tEXt' ? 'latin1' : 'utf8';
        const skipped = chunk?.type === 'tEXt' ? 'note\0'.length : 'note\0\0\0\0\0'.length;
        expect(chunk?.data.subarray(skipped).toString(encoding)).toBe(
          text.replaceAll('\0', '').replaceAll(/\r\n?/g, '\n'),
        );
      }),
    );
  });

  test('keywords that the format forbids are refused', async () => {
    const before = await file();
    for (const keyword of ['', ' prompt', 'prompt ', 'two  spaces', 'слово', 'x'.repeat(80)]) {
      expect(() => withText(before, { [keyword]: 'text' })).toThrow('cannot name a text');
    }
  });
});

test('crc32 is the checksum that zlib computes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(crc32(bytes)).toBe(zlibCrc32(bytes));
    }),
  );
});
