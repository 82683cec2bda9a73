/** Pictures before they are decoded: every format that is read, what is told apart from them, and texts inside PNG files. */
import { formOf } from '../../../src/features/compare/compareForm.ts';
import { gridPngText, readGridText } from '../../../src/features/compare/compareText.ts';
import { cellsOf } from '../../../src/features/compare/grid/compareCells.ts';
import type { DrawnGrid } from '../../../src/features/compare/grid/gridSettings.ts';
import { ByteReader } from '../../../workers/images/ByteReader.ts';
import { readOrientation } from '../../../workers/images/formats/exif.ts';
import { inspectImage } from '../../../workers/images/inspectImage.ts';
import { withText } from '../../../workers/images/png/textChunks.ts';
import { readPngText } from '../../../workers/images/readPngText.ts';
import { sniffFormat } from '../../../workers/images/sniffFormat.ts';
import { unpackPictures } from '../../../workers/images/unpackPictures.ts';
import * as files from '../../browser/images/pictureFiles.ts';
import { type Bytes, concat } from '../mutators/bytes.ts';
import { mutatePng } from '../mutators/png.ts';
import { zipMutator, zipOf } from '../mutators/zip.ts';
import { bytesTarget, holds, jsonTarget, type Target } from '../target.ts';
import { fileOf, utf8 } from './fixtures.ts';

const latin1 = (text: string): Bytes => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

function inspect(bytes: Bytes): void {
  const { width, height, turn } = inspectImage(bytes);
  holds(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0, `it is ${width} × ${height}`);
  holds(Math.max(width, height) <= 16_384 && width * height <= 100e6, `it is ${width} × ${height}`);
  holds(turn === undefined || turn.chunk + 4 <= bytes.length, 'its orientation lies outside');
}

const pictureTarget = (name: string, seeds: () => Promise<Uint8Array[]>): Target =>
  bytesTarget({ name, seeds, run: inspect });

const [width, height] = [6, 4];

/** Beginnings of what is told apart from pictures. */
const BEGINNINGS = [
  '\0\0\0\x0cjP  \r\n\x87\n',
  '\xff\x4f\xff\x51\0\x29',
  'II*\0\x08\0\0\0',
  'MM\0*\0\0\0\x08',
  'II+\0',
  '8BPS\0\x01',
  '\0\0\x01\0\x01\0\x10\x10\0\0\x01\0\x20\0\x40\0\0\0\x16\0\0\0',
  '\0\0\x02\0\0\0\0\0\0\0\0\0\x04\0\x04\0\x18\0',
  '\0\0\0\x18ftypheic\0\0\0\0',
  '\0\0\0\x18ftypmp42\0\0\0\0',
  '<svg xmlns="http://www.w3.org/2000/svg">',
  '<?xml version="1.0"?><!-- x --><svg>',
  '<!doctype html><html><body>',
  '\xff\xfe<\0!\0d\0o\0c\0t\0y\0p\0e\0 \0h\0t\0m\0l\0>\0',
  'version https://git-lfs.github.com/spec/v1\n',
  '{"error":"no such file"}',
  '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
  'PK\x03\x04\x14\0',
  '%PDF-1.7',
  'RIFF\x10\0\0\0AVI LIST',
  'P6 2 2 255\n',
  '\n\x05\x01\x08',
  'BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0',
] as const;

const TIFFS = [
  'MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0',
  'Exif\0\0II*\0\x08\0\0\0\x02\0\x0e\x01\x02\0\x01\0\0\0\0\0\0\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0',
] as const;

const base = {
  prompt: 'a {} sks cloth',
  negativePrompt: '',
  guidanceScale: 7.5,
  samplingSteps: 25,
  sampler: 'dpmsolver++',
  seed: 42,
  size: 128,
  guidanceUntil: 80,
  deepEvery: 2,
  seamless: 'both',
  promptSyntax: 'auto',
} as const;
const facts = { bytes: 1, steps: null, seconds: null };
const GRIDS: readonly DrawnGrid[] = [
  {
    base,
    adapters: [{ name: 'Indigo', weight: 1, step: 3 }],
    columns: { setting: 'seed', values: [1, 2] },
    rows: { setting: 'style', values: [{ name: 'oil', text: 'oil painting' }] },
    model: 'weft-starter',
  },
  {
    base,
    adapters: [],
    columns: {
      setting: 'subject',
      values: [
        { kind: 'none' },
        { kind: 'word', name: 'cloth', token: '<cloth>', facts },
        { kind: 'adapter', name: 'Indigo', facts },
      ],
    },
    rows: null,
    model: 'weft-starter',
  },
];

/** As the form of Compare is filled by it. */
function fill(text: Record<string, string>): void {
  const read = readGridText(text);
  if (typeof read === 'string') return;
  holds(cellsOf(read).length <= 100, 'it has too many pictures');
  formOf(read, 512, []);
}

const withTexts = async (texts: Record<string, string>) =>
  withText(new Uint8Array(await files.png(width, height)), texts);

export const imageTargets: readonly Target[] = [
  bytesTarget({
    name: 'png',
    seeds: async () => [
      await files.png(width, height),
      await files.animatedPng(width, height),
      files.secondHeaderPng(30, 30),
    ],
    mutate: mutatePng,
    run: inspect,
  }),
  pictureTarget('jpeg', async () => [
    await files.jpeg(width, height),
    await files.progressiveJpeg(width, height),
    await files.cmykJpeg(width, height),
    await files.jpeg(width, height, 6),
  ]),
  pictureTarget('gif', async () => [await files.gif(width, height), await files.animatedGif(width, height)]),
  pictureTarget('webp', async () => [
    await files.webp(width, height),
    await files.losslessWebp(width, height),
    await files.animatedWebp(width, height),
    await files.turnedWebp(width, height, 6),
  ]),
  pictureTarget('avif', async () => [await files.avif(width, height)]),
  pictureTarget('bmp', async () => [await files.bmp(width, height)]),
  bytesTarget({
    name: 'other-pictures',
    seeds: () => BEGINNINGS.map(latin1),
    run: (bytes) => {
      sniffFormat(new ByteReader(bytes));
      inspect(bytes);
    },
  }),
  bytesTarget({
    name: 'exif',
    seeds: async () => TIFFS.map(latin1),
    run: async (bytes) => {
      // In a picture, whose end is the end of the data.
      const turned = await turnedOnce();
      const file = new ByteReader(concat(turned, bytes));
      const orientation = readOrientation(file, turned.length, file.length);
      holds(orientation >= 1 && orientation <= 8, `it is turned ${orientation}`);
    },
  }),
  bytesTarget({
    name: 'png-texts',
    seeds: async () => [
      await withTexts(gridPngText(GRIDS[0] as DrawnGrid)),
      await withTexts({ ...gridPngText(GRIDS[1] as DrawnGrid), title: 'Ткань “x”' }),
      await withTexts({ constructor: 'x', toString: 'y' }),
    ],
    mutate: mutatePng,
    run: async (bytes) => fill(await readPngText(new Blob([bytes]))),
  }),
  jsonTarget({
    name: 'grid-settings',
    seeds: () => GRIDS,
    words: [
      'seed',
      'style',
      'subject',
      'checkpoint',
      'adapter',
      'adapterWeight',
      'sampler',
      'size',
      'kind',
      'word',
      'none',
      'setting',
      'values',
    ],
    run: (text) => fill({ 'weft-grid': text }),
  }),
  bytesTarget({
    name: 'pictures-zip',
    seeds: async () => [
      zipOf([
        { path: '10_sks fabric/a.png', bytes: new Uint8Array(await files.png(width, height)) },
        { path: '10_sks fabric/a.txt', bytes: utf8('a cloth') },
        { path: '__MACOSX/._a.png', bytes: utf8('x') },
        { path: '10_sks fabric/metadata.jsonl', bytes: utf8('{"file_name":"a.png","text":"x"}\n') },
      ]),
      zipOf([{ path: 'zeros.bmp', bytes: new Uint8Array(40_000) }]),
    ],
    mutate: zipMutator(),
    run: async (bytes) => {
      const { files: unpacked, refused } = await unpackPictures(fileOf('pictures.zip', bytes));
      const internal = refused.find(({ error }) => error.code === 'internal');
      holds(internal === undefined, `it was not foreseen: ${internal?.error.message}`);
      const whole = unpacked.reduce((sum, { file }) => sum + file.size, 0);
      holds(whole <= Math.max(10 * bytes.length, 64 * 2 ** 20), `${whole} bytes came of ${bytes.length}`);
    },
  }),
];

let turned: Promise<Bytes> | null = null;
function turnedOnce(): Promise<Bytes> {
  turned ??= files.png(width, height).then((bytes) => new Uint8Array(bytes));
  return turned;
}
