/** What of a folder is a picture, in which order, and what is said of it in the files beside it. */
import { describe, expect, it } from 'vitest';
import { readCaptions } from '../../../src/features/dataset/brought/captionFiles.ts';
import { naturalOrder } from '../../../src/features/dataset/brought/naturalOrder.ts';
import { groupNotTaken } from '../../../src/features/dataset/brought/notTaken.ts';
import { type BroughtFile, sortBrought } from '../../../src/features/dataset/brought/sortBrought.ts';

const text = (path: string, content: BlobPart): BroughtFile => ({ path, file: new Blob([content]) });

describe('the natural order of names', () => {
  it('counts as people do, folder by folder', () => {
    const paths = ['b/2.jpg', 'b/10.jpg', 'cloth-10.jpg', 'Cloth-9.jpg', 'cloth-1.jpg', 'a/3.jpg', 'cloth-01.jpg'];
    expect(paths.sort(naturalOrder)).toEqual([
      'cloth-01.jpg',
      'cloth-1.jpg',
      'Cloth-9.jpg',
      'cloth-10.jpg',
      'a/3.jpg',
      'b/2.jpg',
      'b/10.jpg',
    ]);
  });
});

describe('files of a folder', () => {
  it('are pictures, captions, lists, or named as none; what systems leave is passed over', () => {
    const paths = [
      'f/b.jpg',
      'f/a.webp',
      'f/.DS_Store',
      '__MACOSX/f/._a.webp',
      'f/Thumbs.db',
      'f/a.txt',
      'f/b.caption',
      'f/metadata.jsonl',
      'f/b.npz',
      'f/odd',
    ];
    const sorted = sortBrought(paths.map((path) => text(path, '')));
    expect(sorted.pictures.map(({ path }) => path)).toEqual(['f/a.webp', 'f/b.jpg', 'f/odd']);
    expect(sorted.captions.map(({ path }) => path)).toEqual(['f/a.txt', 'f/b.caption']);
    expect(sorted.lists.map(({ path }) => path)).toEqual(['f/metadata.jsonl']);
    expect(sorted.notTaken.map(({ name }) => name)).toEqual(['b.npz']);
  });
});

describe('captions', () => {
  it.each<[string, BlobPart, string]>([
    ['UTF-8', 'a café’s cloth', 'a café’s cloth'],
    ['UTF-8 with a byte order mark', '\ufeffa cloth', 'a cloth'],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x21, 0), 'a!'],
    ['UTF-16, big end first', Uint8Array.of(0xfe, 0xff, 0, 0x61, 0, 0x21), 'a!'],
    ['Windows’ Western text', Uint8Array.of(0x63, 0x61, 0x66, 0xe9), 'café'],
    ['several lines', '\r\n  the first \r\nthe second', 'the first'],
    ['nothing', ' \n', ''],
  ])('are read from %s', async (_, content, caption) => {
    const captions = await readCaptions([text('f/a.txt', content)], []);
    expect(captions.of('f/a.jpg')).toBe(caption);
  });

  it('belong to the picture of their name in their folder, whatever the case of their ending', async () => {
    const captions = await readCaptions(
      [text('f/a.TXT', 'one'), text('g/a.txt', 'two'), text('f/b.png.txt', 'three'), text('f/c.d.caption', 'four')],
      [],
    );
    expect(['f/a.jpg', 'f/A.webp', 'g/a.jpg', 'f/b.png', 'f/c.d.jpg', 'f/c.jpg'].map(captions.of)).toEqual([
      'one',
      'one',
      'two',
      'three',
      'four',
      '',
    ]);
  });

  it('come from a list where the picture has no file of its own, and from .txt before .caption', async () => {
    const list =
      '{"file_name":"a.jpg","text":"listed"}\n{"file_name":"sub/b.jpg","caption":"deep"}\n\n{"file_name":"c.jpg"}';
    const captions = await readCaptions(
      [text('f/c.txt', 'own'), text('f/c.caption', 'other'), text('f/d.txt', '')],
      [
        text(
          'f/metadata.jsonl',
          `${list}\n{"file_name":"c.jpg","text":"listed"}\n{"file_name":"d.jpg","text":"listed"}`,
        ),
      ],
    );
    expect(['f/a.jpg', 'f/sub/b.jpg', 'f/c.jpg', 'f/d.jpg', 'a.jpg'].map(captions.of)).toEqual([
      'listed',
      'deep',
      'own',
      '',
      '',
    ]);
    expect(captions.notTaken(['f/c.jpg', 'f/d.jpg'])).toEqual([]);
  });

  it.each([
    ['commas', 'file_name,text\r\na.jpg,"a cloth, ""blue"" and red"\r\nsub/b.jpg,plain\r\n\r\n'],
    ['semicolons, in another order', '\ufeffText;File_Name\na cloth, "blue" and red;a.jpg\n"plain\nmore";sub\\b.jpg'],
    ['tabs', 'file_name\tcaption\na.jpg\ta cloth, "blue" and red\nsub/b.jpg\tplain'],
  ])('come from a table that is parted by %s', async (_, table) => {
    const captions = await readCaptions([], [text('f/metadata.csv', table)]);
    expect(['f/a.jpg', 'f/sub/b.jpg'].map(captions.of)).toEqual(['a cloth, "blue" and red', 'plain']);
    expect(captions.notTaken(['f/a.jpg', 'f/sub/b.jpg'])).toEqual([]);
  });

  it('in a table without the columns are told of', async () => {
    const captions = await readCaptions([], [text('f/metadata.csv', 'image,text\na.jpg,x\nb.jpg,y')]);
    expect(captions.notTaken([])).toMatchObject([{ error: { message: '2 of its lines name no picture.' } }]);
  });

  it('in lists that are not read are told of as such', () => {
    const { notTaken } = sortBrought(['f/meta_cap.json', 'f/metadata.parquet', 'f/notes.json'].map((p) => text(p, '')));
    expect(notTaken.map(({ error }) => /metadata\.csv/.test(error.advice))).toEqual([true, true, false]);
  });

  it('without a picture, too long, or of lines that make no sense are told of', async () => {
    const captions = await readCaptions(
      [text('f/a.txt', 'alone'), text('f/book.txt', 'x'.repeat(70_000))],
      [text('f/metadata.jsonl', '[1]\n{"file_name":7}\n{"file_name":"b.jpg","text":"b"}')],
    );
    expect(captions.of('f/b.jpg')).toBe('b');
    expect(captions.notTaken(['f/b.jpg'])).toMatchObject([
      { name: 'book.txt', error: { message: 'This text is too long for captions.' } },
      { name: 'metadata.jsonl', error: { message: '2 of its lines name no picture.' } },
      { name: 'a.txt', error: { message: 'No picture of this name came with it.' } },
    ]);
  });
});

describe('what was not taken', () => {
  it('is said once for each reason, with the names', () => {
    const [one, other] = [
      { message: 'One.', advice: 'Do.' },
      { message: 'Other.', advice: 'Do.' },
    ];
    const files = [
      ...Array.from({ length: 14 }, (_, index) => ({ name: `${index}.npz`, error: one })),
      { name: 'odd', error: other },
    ];
    expect(groupNotTaken(files)).toEqual([
      {
        ...one,
        names: '0.npz, 1.npz, 2.npz, 3.npz, 4.npz, 5.npz, 6.npz, 7.npz, 8.npz, 9.npz, 10.npz, 11.npz and 2 more',
      },
      { ...other, names: 'odd' },
    ]);
  });
});
