/** What lies beside pictures: captions in texts and lists, in any encoding, and the paths by which they are found. */
import { readCaptions } from '../../../src/features/dataset/brought/captionFiles.ts';
import { naturalOrder } from '../../../src/features/dataset/brought/naturalOrder.ts';
import { groupNotTaken } from '../../../src/features/dataset/brought/notTaken.ts';
import { sortBrought } from '../../../src/features/dataset/brought/sortBrought.ts';
import { bytesTarget, holds, type Target, textTarget } from '../target.ts';
import { fileOf, utf8 } from './fixtures.ts';

const utf16 = (text: string, big: boolean) => {
  const bytes = new Uint8Array(2 + 2 * text.length);
  const view = new DataView(bytes.buffer);
  for (const [at, letter] of [...`\ufeff${text}`].entries()) view.setUint16(2 * at, letter.charCodeAt(0), !big);
  return bytes;
};

const LISTS = [
  '{"file_name":"a.png","text":"a cloth"}\n{"file_name":"./b/b.png","caption":"x"}\n',
  '{"file_name":"b\\\\c.png","prompt":"y","text":null}\r\n\r\n{"file_name":"__proto__","text":"z"}',
];
const pictures = ['set/a.png', 'set/b/b.png', 'set/__proto__', 'set/constructor'];

export const captionTargets: readonly Target[] = [
  bytesTarget({
    name: 'caption-text',
    seeds: () => [
      utf8('a blue cloth\nmore'),
      utf8('\ufeff\n\n x'),
      utf16('ткань', false),
      utf16('cloth', true),
      Uint8Array.of(0x93, 0x63, 0x94),
    ],
    run: async (bytes) => {
      const captions = await readCaptions([{ path: 'set/a.txt', file: fileOf('a.txt', bytes) }], []);
      holds(!/[\r\n]/.test(captions.of('set/a.png')), 'it has lines');
      captions.notTaken(pictures);
    },
  }),
  bytesTarget({
    name: 'caption-list',
    seeds: () => LISTS.map(utf8),
    run: async (bytes) => {
      const captions = await readCaptions([], [{ path: 'set/metadata.jsonl', file: fileOf('metadata.jsonl', bytes) }]);
      for (const picture of pictures) holds(typeof captions.of(picture) === 'string', `${picture} has no text`);
      groupNotTaken(captions.notTaken(pictures));
    },
  }),
  bytesTarget({
    name: 'caption-table',
    seeds: () => [
      utf8('file_name,text\r\na.png,"a cloth, ""blue"" "\r\nb/b.png,"two\nlines"\r\n'),
      utf8('\ufefffile_name;caption\na.png;x\n__proto__;y\n'),
      utf16('text\tfile_name\nx\ta.png', false),
    ],
    run: async (bytes) => {
      const captions = await readCaptions([], [{ path: 'set/metadata.csv', file: fileOf('metadata.csv', bytes) }]);
      for (const picture of pictures) holds(!/[\r\n]/.test(captions.of(picture)), `${picture} has lines`);
      groupNotTaken(captions.notTaken(pictures));
    },
  }),
  textTarget({
    name: 'brought-paths',
    seeds: () => [
      '10_sks fabric/cloth-2.jpg\n10_sks fabric/cloth-10.jpg\n10_sks fabric/cloth-2.txt',
      'a.png\na1.png\na01.png\n.DS_Store',
    ],
    words: ['/', '\\', '.txt', '.caption', 'metadata.jsonl', '.png', '__MACOSX/', 'Thumbs.db', '\n', '1', '01', '٣'],
    run: async (text) => {
      const brought = text
        .split('\n')
        .slice(0, 500)
        .map((path) => ({ path, file: fileOf('x', 'a caption') }));
      const { pictures: found, captions, lists } = sortBrought(brought);
      for (const [at, { path }] of found.entries()) {
        const next = found[at + 1];
        holds(!next || naturalOrder(path, next.path) <= 0, `${path} stands before ${next?.path}`);
      }
      const read = await readCaptions(captions, lists);
      for (const { path } of found) read.of(path);
      read.notTaken(found.map(({ path }) => path));
    },
  }),
];
