/** AVIF is measured by all that it says of sizes: boxes, tracks, and the coded data, which decoders make room by. */
import { describe, expect, it, test } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import { av1Sizes } from '../../../workers/images/formats/av1.ts';
import { inspectImage } from '../../../workers/images/inspectImage.ts';
import * as files from '../../browser/images/pictureFiles.ts';

const bytesOf = (file: Uint8Array) => new Uint8Array(file);

function refusalOf(file: Uint8Array): string {
  try {
    inspectImage(bytesOf(file));
  } catch (error) {
    if (error instanceof StudioError) return `${error.info.code}: ${error.info.message}`;
    throw error;
  }
  return '';
}

function box(type: string, ...content: Uint8Array[]): Buffer {
  const inner = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + inner.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, inner]);
}

const u16 = (...values: number[]) => Buffer.from(values.flatMap((value) => [value >> 8, value & 255]));
const u32 = (...values: number[]) => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, 4 * at);
  return bytes;
};

/** Fields of a bit string: a value and how many bits it takes. */
function bits(...fields: (readonly [value: number, count: number])[]): Uint8Array {
  const text = fields.map(([value, count]) => value.toString(2).padStart(count, '0')).join('');
  return Uint8Array.from({ length: Math.ceil(text.length / 8) }, (_, at) =>
    Number.parseInt(text.slice(8 * at, 8 * at + 8).padEnd(8, '0'), 2),
  );
}

/** A unit of its type with its length. */
const unit = (type: number, content: Uint8Array) =>
  Buffer.concat([Buffer.from([(type << 3) | 2, content.length]), content]);

/** Of one still picture. */
const stillSequence = (width: number, height: number) =>
  unit(1, bits([0, 3], [1, 1], [1, 1], [5, 5], [15, 4], [15, 4], [width - 1, 16], [height - 1, 16], [0, 3]));

/** Of a film: with timing, a decoder's model, two operating points, numbers of frames and screen content. */
const filmSequence = (width: number, height: number, sideBits = 16) =>
  unit(
    1,
    bits(
      ...([
        [0, 3],
        [0, 1],
        [0, 1],
      ] as const),
      ...([
        [1, 1],
        [1, 32],
        [30, 32],
        [1, 1],
        [0b00101, 5],
        [1, 1],
        [9, 5],
        [1, 32],
        [4, 5],
        [7, 5],
      ] as const),
      ...([
        [1, 1],
        [1, 5],
      ] as const),
      ...([
        [257, 12],
        [8, 5],
        [1, 1],
        [1, 1],
        [3, 10],
        [3, 10],
        [0, 1],
        [1, 1],
        [2, 4],
      ] as const),
      ...([
        [0, 12],
        [4, 5],
        [0, 1],
        [0, 1],
      ] as const),
      ...([
        [sideBits - 1, 4],
        [sideBits - 1, 4],
        [width - 1, sideBits],
        [height - 1, sideBits],
      ] as const),
      ...([
        [1, 1],
        [3, 4],
        [2, 3],
        [0, 3],
        [0, 4],
        [1, 1],
        [0, 2],
        [0, 1],
        [1, 1],
        [1, 1],
        [6, 3],
      ] as const),
    ),
  );

/** A key frame that is shown, with the numbers that the film's sequence asks for. */
const filmFrame = (ownSize: boolean) =>
  unit(6, bits([0, 1], [0, 2], [1, 1], [0, 1], [1, 1], [5, 8], [ownSize ? 1 : 0, 1], [0, 16]));

/** A whole file around a picture's data, which says that it is 20 × 12. */
function still(data: Uint8Array, { within = false, parts = 1, type = 'av01' } = {}): Buffer {
  const entry = box('infe', Buffer.from([2, 0, 0, 0]), u16(1, 0), Buffer.from(`${type}\0`, 'latin1'));
  const size = box('ispe', u32(0, 20, 12));
  const ftyp = box('ftyp', Buffer.from('avif\0\0\0\0avifmif1miaf', 'latin1'));
  const meta = (begin: number) => {
    const length = Math.ceil(data.length / parts);
    const pieces = Array.from({ length: parts }, (_, part) => {
      const from = part * length;
      return u32(begin + from, Math.min(length, data.length - from));
    });
    const places = Buffer.concat([u16(1, 1, within ? 1 : 0, 0), u32(0), u16(parts), ...pieces]);
    return box(
      'meta',
      u32(0),
      box('pitm', u32(0), u16(1)),
      box('iloc', Buffer.from([1, 0, 0, 0, 0x44, 0x40]), places),
      box('iinf', u32(0), u16(1), entry),
      box('iprp', box('ipco', size)),
      ...(within ? [box('idat', data)] : []),
    );
  };
  const head = Buffer.concat([ftyp, meta(0)]);
  return within ? head : Buffer.concat([ftyp, meta(head.length + 8), box('mdat', data)]);
}

describe('the coded data of a picture', () => {
  it('of an encoder say the size that their boxes say', async () => {
    const file = await files.avif(93, 41);
    const data = file.subarray(file.lastIndexOf('mdat') + 4);
    expect([...av1Sizes(data)]).toEqual([{ width: 93, height: 41 }]);
  });

  it('are read however many fields stand before the size', () => {
    expect([...av1Sizes(stillSequence(20, 12))]).toEqual([{ width: 20, height: 12 }]);
    expect([...av1Sizes(Buffer.concat([filmSequence(20, 12, 5), filmFrame(false)]))]).toEqual([
      { width: 20, height: 12 },
    ]);
  });

  it('count with as much as a frame’s own size can say', () => {
    const film = Buffer.concat([filmSequence(20, 12, 9), filmFrame(false), filmFrame(true)]);
    expect([...av1Sizes(film)]).toEqual([
      { width: 20, height: 12 },
      { width: 512, height: 512 },
    ]);
  });

  it.each([
    ['in the file', {}],
    ['in pieces', { parts: 3 }],
    ['beside its description', { within: true }],
  ])('are larger than the file says, and lie %s', (_, layout) => {
    expect(inspectImage(bytesOf(still(stillSequence(20, 12), layout)))).toMatchObject({ width: 20, height: 12 });
    expect(inspectImage(bytesOf(still(stillSequence(30, 8), layout)))).toMatchObject({ width: 30, height: 12 });
    expect(refusalOf(still(stillSequence(16_000, 16_000), layout))).toMatch(/^image-too-large: .*16,000 × 16,000/);
    expect(refusalOf(still(stillSequence(20_000, 2), layout))).toMatch(/^image-too-large/);
    const film = Buffer.concat([filmSequence(20, 12), filmFrame(true)]);
    expect(refusalOf(still(film, layout))).toMatch(/^image-too-large: .*65,536 × 65,536/);
    // The second sequence of a picture counts as the first does.
    const twice = Buffer.concat([stillSequence(20, 12), stillSequence(20_000, 20_000)]);
    expect(refusalOf(still(twice, layout))).toMatch(/^image-too-large/);
  });

  it('are looked for in pictures alone, and refused where they lie outside or over each other', () => {
    const sequence = stillSequence(16_000, 16_000);
    expect(inspectImage(bytesOf(still(sequence, { type: 'Exif' })))).toMatchObject({ width: 20, height: 12 });
    const file = still(sequence);
    const places = file.indexOf('iloc');
    const far = Buffer.from(file);
    far.writeUInt32BE(1_000_000, places + 4 + 6 + 2 + 6 + 4 + 2);
    expect(refusalOf(far)).toMatch(/^image-damaged: .*ends too early/);
    const cut = still(sequence.subarray(0, 6));
    expect(refusalOf(cut)).toMatch(/^image-damaged: .*ends too early/);
    const many = still(Buffer.concat([stillSequence(20, 12), unit(15, Buffer.alloc(120))]));
    const count = many.indexOf('iloc') + 4 + 4 + 2;
    expect(many.readUInt16BE(count)).toBe(1);
    // A thousand items that are the whole file each.
    const item = Buffer.concat([u16(1, 0, 0), u32(0), u16(1), u32(0, 0)]);
    const flood = Buffer.concat([u16(1000), ...Array.from({ length: 1000 }, () => item)]);
    const swollen = box(
      'meta',
      u32(0),
      box('iloc', Buffer.from([1, 0, 0, 0, 0x44, 0x40]), flood),
      many.subarray(many.indexOf('iinf') - 4, many.indexOf('mdat') - 4),
    );
    expect(refusalOf(Buffer.concat([many.subarray(0, many.indexOf('meta') - 4), swollen]))).toMatch(/^image-damaged/);
  });
});

describe('a track', () => {
  const track = (width: number, height: number, ...tables: Buffer[]) => {
    const entry = Buffer.alloc(78);
    entry.writeUInt16BE(width, 24);
    entry.writeUInt16BE(height, 26);
    const kinds = box('stsd', u32(0, 1), box('av01', entry));
    return box(
      'moov',
      box('mvhd', Buffer.alloc(100)),
      box('trak', box('mdia', box('minf', box('stbl', kinds, ...tables)))),
    );
  };

  test('that is larger than the still picture is what is measured', async () => {
    const picture = await files.avif(20, 12);
    expect(inspectImage(bytesOf(Buffer.concat([picture, track(30, 18)])))).toMatchObject({ width: 30, height: 18 });
    expect(refusalOf(Buffer.concat([picture, track(16_000, 16_000)]))).toMatch(/^image-too-large/);
  });

  test('has samples in chunks, each of which may begin a larger sequence', async () => {
    const picture = await files.avif(20, 12);
    const samples = [stillSequence(20, 12), stillSequence(24, 10), stillSequence(28, 9), stillSequence(32, 8)];
    const data = Buffer.concat(samples);
    const first = picture.length + 8;
    const tables = (from: number, sizes: number[]) => [
      box('stsz', u32(0, 0, sizes.length, ...sizes)),
      // Two chunks of one sample, then one of two.
      box('stsc', u32(0, 2, 1, 1, 1, 3, 2, 1)),
      box('stco', u32(0, 3, from, from + (sizes[0] ?? 0), from + (sizes[0] ?? 0) + (sizes[1] ?? 0))),
    ];
    const lengths = samples.map(({ length }) => length);
    const film = (from: number) => Buffer.concat([picture, box('mdat', data), track(20, 12, ...tables(from, lengths))]);
    expect(inspectImage(bytesOf(film(first)))).toMatchObject({ width: 32, height: 12 });
    expect(refusalOf(film(1_000_000))).toMatch(/^image-damaged/);
    const last = Buffer.concat([...samples.slice(0, 3), stillSequence(15_000, 15_000)]);
    const hostile = Buffer.concat([picture, box('mdat', last), track(20, 12, ...tables(first, lengths))]);
    expect(refusalOf(hostile)).toMatch(/^image-too-large/);
  });

  test('that claims thousands of millions of samples is refused at the file’s end', async () => {
    const picture = await files.avif(20, 12);
    for (const common of [1, 1000, 0]) {
      const tables = [
        box('stsz', u32(0, common, 0xffff_ffff)),
        box('stsc', u32(0, 1, 1, 0xffff_ffff, 1)),
        box('stco', u32(0, 1, 0)),
      ];
      expect(refusalOf(Buffer.concat([picture, track(20, 12, ...tables)]))).toMatch(/^image-damaged/);
    }
  });
});
