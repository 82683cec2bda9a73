/** Where everything stands on a contact sheet: title, labels, pictures. Numbers only; nothing is drawn here. */
import type { ContactSheet } from '../../../src/contract/imageWorker.ts';
import { wrapText } from './wrapText.ts';

/** The sheet's kinds of words. */
export type SheetFont = 'title' | 'details' | 'label';

export interface SheetText {
  text: string;
  font: SheetFont;
  align: 'left' | 'center' | 'right';
  /** Pixels from the left, of the side that `align` names, and from the top to the middle of the line. */
  x: number;
  y: number;
}

export interface SheetLayout {
  width: number;
  height: number;
  /** Pixels of the letters. */
  fontSizes: Record<SheetFont, number>;
  texts: SheetText[];
  /** Upper left corners, in the order of the sheet's pictures. */
  pictures: { x: number; y: number }[];
}

/** The width of a text in letters of this kind and size, in pixels. */
export type MeasureText = (text: string, font: SheetFont, size: number) => number;

/** Words beside the pictures take at most this share of a picture's side. */
const ROW_LABEL_SHARE = 0.75;
/** Letters to the width that the title has at least, even over a single small picture. */
const TITLE_LETTERS = 24;
const LINE = 1.3;

const between = (value: number, min: number, max: number) => Math.round(Math.min(max, Math.max(min, value)));
const largest = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b), 0);

export function layoutSheet(sheet: ContactSheet, measure: MeasureText): SheetLayout {
  const { side, columns } = sheet;
  const label = between(side / 15, 13, 26);
  const fontSizes = { title: Math.round(label * 1.35), details: Math.round(label * 0.9), label };
  const gap = between(side / 20, 8, 32);
  const margin = Math.round(label * 1.75);
  const lineHeight = (font: SheetFont) => Math.round(fontSizes[font] * LINE);
  const wrap = (text: string, font: SheetFont, width: number) =>
    wrapText(text, width, (part) => measure(part, font, fontSizes[font]));

  const texts: SheetText[] = [];
  /** Puts lines under one another from `top` on; gives where they end. */
  const put = (lines: string[], place: Pick<SheetText, 'font' | 'align' | 'x'>, top: number) => {
    const height = lineHeight(place.font);
    for (const [index, text] of lines.entries()) texts.push({ text, ...place, y: top + (index + 0.5) * height });
    return top + lines.length * height;
  };

  const rowLabels = sheet.rowLabels.map((text) => wrap(text, 'label', side * ROW_LABEL_SHARE));
  const widest = largest(rowLabels.flat().map((text) => measure(text, 'label', label)));
  const left = margin + (rowLabels.length > 0 ? Math.ceil(widest) + gap : 0);
  const right = Math.max(left + columns * (side + gap) - gap, margin + TITLE_LETTERS * label);
  const columnX = (column: number) => left + column * (side + gap);

  let y = margin;
  const heading = { align: 'left', x: margin } as const;
  y = put(wrap(sheet.title, 'title', right - margin), { font: 'title', ...heading }, y);
  y = put(wrap(sheet.details, 'details', right - margin), { font: 'details', ...heading }, y + Math.round(gap / 3));
  y += gap;

  const columnLabels = sheet.columnLabels.map((text) => wrap(text, 'label', side));
  const labelsEnd = y + largest(columnLabels.map((lines) => lines.length)) * lineHeight('label');
  for (const [column, lines] of columnLabels.entries()) {
    const x = columnX(column) + side / 2;
    put(lines, { font: 'label', align: 'center', x }, labelsEnd - lines.length * lineHeight('label'));
  }
  if (columnLabels.length > 0) y = labelsEnd + Math.round(gap / 2);

  const pictures: SheetLayout['pictures'] = [];
  for (let first = 0; first < sheet.pictures.length; first += columns) {
    const row = sheet.pictures.slice(first, first + columns);
    const lines = rowLabels[first / columns] ?? [];
    const middle = y + (side - lines.length * lineHeight('label')) / 2;
    put(lines, { font: 'label', align: 'right', x: left - gap }, middle);
    let bottom = y + side;
    for (const [column, { caption }] of row.entries()) {
      const x = columnX(column);
      pictures.push({ x, y });
      const captionLines = wrap(caption, 'label', side);
      const place = { font: 'label', align: 'center', x: x + side / 2 } as const;
      const captionEnd = put(captionLines, place, y + side + Math.round(gap / 3));
      if (captionLines.length > 0) bottom = Math.max(bottom, captionEnd);
    }
    y = bottom + gap;
  }
  return { width: right + margin, height: y - gap + margin, fontSizes, texts, pictures };
}
