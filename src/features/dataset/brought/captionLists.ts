/** Lists of captions, a line for each picture, as Hugging Face's datasets have them: `metadata.jsonl` or `metadata.csv`. */
import * as z from 'zod';

/** What a line says: the picture's path beside the list, and its caption under any of the usual names. */
const Line = z.object({
  file_name: z.string().min(1),
  text: z.string().optional(),
  caption: z.string().optional(),
  prompt: z.string().optional(),
});

export interface CaptionList {
  /** In the list's order, each as it is written there. */
  captions: [picture: string, caption: string][];
  /** Lines that name no picture. */
  broken: number;
}

/** @param text of a file whose name ends in `.jsonl` or `.csv` */
export function readCaptionList(name: string, text: string): CaptionList {
  const lines = /\.csv$/i.test(name) ? tableLines(text) : text.split(/\r\n?|\n/).flatMap((line) => jsonLine(line));
  const list: CaptionList = { captions: [], broken: 0 };
  for (const line of lines) {
    const { data } = Line.safeParse(line);
    if (data) list.captions.push([data.file_name, data.text ?? data.caption ?? data.prompt ?? '']);
    else list.broken += 1;
  }
  return list;
}

function jsonLine(line: string): unknown[] {
  if (line.trim() === '') return [];
  try {
    return [JSON.parse(line)];
  } catch {
    return [null];
  }
}

/** The rows below the first one, which names the columns; spreadsheets part them by commas, semicolons or tabs. */
function tableLines(text: string): unknown[] {
  const [first = ''] = text.split(/\r\n?|\n/, 1);
  const separator = [',', ';', '\t'].find((sign) => first.includes(sign)) ?? ',';
  const [names = [], ...rows] = tableRows(text, separator);
  const columns = names.map((name) => name.trim().toLowerCase());
  return rows.map((row) => Object.fromEntries(columns.map((name, place) => [name, row[place]])));
}

/** A table's fields (RFC 4180): what stands in quotes may hold separators, line breaks, and quotes that are doubled. */
function tableRows(text: string, separator: string): string[][] {
  const ends = new RegExp(`[${separator}\\r\\n]`, 'g');
  const rows: string[][] = [];
  let row: string[] = [];
  const endRow = () => {
    if (row.some((value) => value.trim() !== '')) rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; ) {
    let value = '';
    if (text[at] === '"') {
      const closed = closingQuote(text, at + 1);
      value = text.slice(at + 1, closed).replaceAll('""', '"');
      at = closed + 1;
    }
    ends.lastIndex = at;
    const end = ends.exec(text)?.index ?? text.length;
    row.push(value + text.slice(at, end));
    if (text[end] !== separator) endRow();
    at = end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1);
  }
  endRow();
  return rows;
}

/** Where the quote is that ends a field; the text's end where there is none. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at < 0 ? text.length : at;
}
