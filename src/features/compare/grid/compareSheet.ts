/** A grid as a contact sheet, and the words over it on the page. */
import type { ContactSheet } from '../../../contract/imageWorker.ts';
import { t } from '../../../kit/language/t.ts';
import { drawnByText } from '../../drawing/settings/drawnBy.ts';
import { settingsParts } from '../../drawing/settings/settingsText.ts';
import { MARK } from '../../drawing/settings/weavePrompt.ts';
import { axisName } from './compareAxes.ts';
import { axisLabels, axisNotes, type CellPlan } from './compareCells.ts';
import type { DrawnGrid, GridAxis } from './gridSettings.ts';

/** The least pixels a side of a picture on a sheet, so that there is room for words over it. */
const LEAST_SIDE = 256;
/** A grid without rows is laid out in one row up to this many pictures, and as a square from there on. */
const LONGEST_ROW = 5;

/** Pictures to a row where a grid has no rows of its own. */
export function pageColumns(count: number): number {
  return count <= LONGEST_ROW ? count : Math.ceil(Math.sqrt(count));
}

/** What stands over the grid: the prompt where all pictures share it, with an ellipsis where parts vary. */
export function gridTitle({ base, columns, rows }: DrawnGrid, cells: readonly CellPlan[]): string {
  const prompts = new Set(cells.map(({ settings }) => settings.prompt));
  const [only] = prompts;
  if (prompts.size === 1 && only) return only;
  const open = base.prompt.replaceAll(MARK, '…').trim();
  if (/\p{L}/u.test(open)) return open;
  return [rows, columns].flatMap((axis) => (axis ? axisName(axis) : [])).join(' × ');
}

/** What all pictures share, in one line. */
export function sharedLine(drawn: DrawnGrid, cells: readonly CellPlan[]): string {
  const [first = [], ...others] = cells.map((cell) => settingsParts(cell.settings, cell));
  const negative = new Set(cells.map(({ settings }) => settings.negativePrompt));
  const [without = ''] = negative.size === 1 ? negative : [];
  const shared = first.filter((part) => others.every((parts) => parts.includes(part)));
  return [...(without === '' ? [] : [t('without {without}', { without })]), ...shared, drawnByText(drawn)].join(' · ');
}

/** What stands over the values of an axis, with what belongs to it. */
function notedLabels(axis: GridAxis): string[] {
  const notes = axisNotes(axis);
  return axisLabels(axis).map((label, index) => [label, notes[index]].filter(Boolean).join(' · '));
}

/** @param pngs of the pictures, row by row; null where none was drawn */
export function gridSheet(
  drawn: DrawnGrid,
  cells: readonly CellPlan[],
  pngs: readonly (ArrayBuffer | null)[],
): ContactSheet {
  const { columns, rows } = drawn;
  const captions = rows ? [] : notedLabels(columns);
  const size = cells.reduce((largest, { settings }) => Math.max(largest, settings.size), 1);
  return {
    title: gridTitle(drawn, cells),
    details: sharedLine(drawn, cells),
    columns: rows ? columns.values.length : pageColumns(cells.length),
    columnLabels: rows ? notedLabels(columns) : [],
    rowLabels: rows ? notedLabels(rows) : [],
    pictures: cells.map((_, index) => ({ png: pngs[index] ?? null, caption: captions[index] ?? '' })),
    side: size * Math.ceil(LEAST_SIDE / size),
  };
}
