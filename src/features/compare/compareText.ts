/** A grid in words: inside its PNG, for people and for reading back. */
import * as z from 'zod';
import { fileName, pngText, quoted } from '../drawing/settings/settingsText.ts';
import { axisName } from './grid/compareAxes.ts';
import { axisLabels } from './grid/compareCells.ts';
import { DrawnGrid, type GridAxis } from './grid/gridSettings.ts';

/** The PNG's keyword for the grid's settings as JSON. */
const KEYWORD = 'weft-grid';

/** Text chunks of a grid's PNG: `parameters` in the wording of the web UI's own grids, and the whole as JSON. */
export function gridPngText(drawn: DrawnGrid): Record<string, string> {
  const { base, adapters, columns, rows, model, prediction } = drawn;
  const { parameters } = pngText(base, { model, prediction, adapters });
  const told = (letter: string, axis: GridAxis) => [
    `${letter} Type: ${axisName(axis)}`,
    `${letter} Values: ${quoted(axisLabels(axis).join(', '))}`,
  ];
  const fields = ['Script: X/Y/Z plot', ...told('X', columns), ...(rows ? told('Y', rows) : [])];
  return { parameters: `${parameters}, ${fields.join(', ')}`, [KEYWORD]: JSON.stringify(drawn) };
}

/** Why a file's text is no grid's settings. */
export type GridTextError = 'absent' | 'damaged';

const Json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'no JSON' });
    return z.NEVER;
  }
});

/** The settings that a grid's PNG holds. @param text keyword → text of its chunks */
export function readGridText(text: Record<string, string>): DrawnGrid | GridTextError {
  const stored = text[KEYWORD];
  if (stored === undefined) return 'absent';
  const parsed = Json.pipe(DrawnGrid).safeParse(stored);
  return parsed.success ? parsed.data : 'damaged';
}

/** e.g. `a-sks-fabric-guidance-scale-by-seed.png` */
export function gridFileName({ base, columns, rows }: DrawnGrid): string {
  const axes = [columns, rows].flatMap((axis) => (axis ? axisName(axis) : [])).join(' by ');
  return fileName(`${base.prompt} ${axes}`, base.seed, 'png');
}
