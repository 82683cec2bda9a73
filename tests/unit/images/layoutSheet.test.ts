/** A contact sheet's layout: pictures in an even grid, words beside them that never run over anything. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ContactSheet } from '../../../src/contract/imageWorker.ts';
import { layoutSheet, type MeasureText, type SheetLayout } from '../../../workers/images/sheet/layoutSheet.ts';
import { wrapText } from '../../../workers/images/sheet/wrapText.ts';

/** Letters half as wide as they are high. */
const measure: MeasureText = (text, _font, size) => (text.length * size) / 2;
const byLetters = (text: string) => text.length;

const pictures = (count: number, caption = '') => Array.from({ length: count }, () => ({ png: null, caption }));

const table: ContactSheet = {
  title: 'a sks african fabric pattern',
  details: '25 steps · 128 px · DPM++ 2M · no adapter · weft-starter',
  columns: 3,
  columnLabels: ['guidance 1.5', 'guidance 3', 'guidance 7.5'],
  rowLabels: ['seed 1', 'seed 42'],
  pictures: pictures(6),
  side: 256,
};

/** Where a text lies, in pixels. */
function box(layout: SheetLayout, { text, font, align, x, y }: SheetLayout['texts'][number]) {
  const size = layout.fontSizes[font];
  const width = measure(text, font, size);
  const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - size / 2, bottom: y + size / 2 };
}

describe('wrapText', () => {
  test.each([
    ['a red dress', 5, ['a red', 'dress']],
    ['a red dress', 11, ['a red dress']],
    ['wallpaper', 4, ['wall', 'pape', 'r']],
    ['in wallpaper', 4, ['in', 'wall', 'pape', 'r']],
    ['', 4, []],
  ])('breaks “%s” at %d letters', (text, width, lines) => expect(wrapText(text, width, byLetters)).toEqual(lines));

  test('loses no letter, and no line is too wide', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 1, max: 12 }), (text, width) => {
        const lines = wrapText(text, width, byLetters);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('layoutSheet', () => {
  test('stands pictures in rows and columns of one pitch, row by row', () => {
    const { pictures: places } = layoutSheet(table, measure);
    const [first, second, third, fourth] = places;
    if (!first || !second || !third || !fourth) throw new Error('no pictures');
    const pitch = second.x - first.x;
    expect(pitch).toBeGreaterThan(table.side);
    expect(third.x - second.x).toBe(pitch);
    expect([second.y, third.y]).toEqual([first.y, first.y]);
    expect(fourth).toEqual({ x: first.x, y: first.y + pitch });
  });

  test('keeps everything on the sheet and no words on pictures or other words', () => {
    const word = fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom('a', 'b', ' ', '·') });
    const sheets = fc.record({
      rows: fc.integer({ min: 1, max: 3 }),
      columns: fc.integer({ min: 1, max: 4 }),
      side: fc.constantFrom(64, 256, 512),
      captions: fc.boolean(),
      words: word,
    });
    fc.assert(
      fc.property(sheets, ({ rows, columns, side, captions, words }) => {
        const layout = layoutSheet(
          {
            title: words.repeat(4),
            details: words,
            columns,
            columnLabels: captions ? [] : Array.from({ length: columns }, () => words),
            rowLabels: captions ? [] : Array.from({ length: rows }, () => words),
            pictures: pictures(rows * columns, captions ? words : ''),
            side,
          },
          measure,
        );
        expect(layout.pictures).toHaveLength(rows * columns);
        const boxes = [
          ...layout.texts.map((text) => box(layout, text)),
          ...layout.pictures.map(({ x, y }) => ({ left: x, right: x + side, top: y, bottom: y + side })),
        ];
        for (const [i, a] of boxes.entries()) {
          expect(Math.min(a.left, a.top)).toBeGreaterThanOrEqual(0);
          expect(a.right).toBeLessThanOrEqual(layout.width);
          expect(a.bottom).toBeLessThanOrEqual(layout.height);
          for (const b of boxes.slice(i + 1)) {
            const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
            expect(apart).toBe(true);
          }
        }
      }),
    );
  });

  test('puts a caption under each picture, and column labels against the pictures', () => {
    const captioned = layoutSheet(
      { ...table, columnLabels: [], rowLabels: [], pictures: pictures(4, 'seed 42') },
      measure,
    );
    const captions = captioned.texts.filter(({ text }) => text === 'seed 42');
    expect(captions).toHaveLength(4);
    for (const [index, { x, y }] of captions.entries()) {
      const place = captioned.pictures[index];
      expect(x).toBe((place?.x ?? 0) + table.side / 2);
      expect(y).toBeGreaterThan((place?.y ?? 0) + table.side);
    }
    const labelled = layoutSheet(table, measure);
    const label = labelled.texts.find(({ text }) => text === 'guidance 3');
    expect(label?.x).toBe((labelled.pictures[1]?.x ?? 0) + table.side / 2);
  });
});
