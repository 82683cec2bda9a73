/** The comparison as it outlives a reload: the last grid, and each of the grid's pictures. */
import * as z from 'zod';
import { msg } from '../../contract/message.ts';
import { RecordStore } from '../../kit/records/RecordStore.ts';
import { DrawnGrid } from './grid/gridSettings.ts';

const AxisForm = z.object({
  setting: z.string(),
  /** Setting → its values as typed. */
  texts: z.record(z.string(), z.string()),
});

/** The form as version 0.2.0 kept it here; by now it is among the other forms. */
const FormerForm = z.object({
  kind: z.literal('form'),
  id: z.literal('form'),
  drawing: z.record(z.string(), z.string()),
  adapters: z.array(z.object({ id: z.string(), weight: z.number(), step: z.number().optional() })),
  columns: AxisForm,
  rows: AxisForm,
});

export const CompareGridRecord = z.object({
  kind: z.literal('grid'),
  id: z.literal('grid'),
  /** Tells this grid's pictures from those of the one before. */
  grid: z.string(),
  drawn: DrawnGrid,
});
export type CompareGridRecord = z.infer<typeof CompareGridRecord>;

export const CompareCellRecord = z.object({
  kind: z.literal('cell'),
  id: z.string(),
  grid: z.string(),
  /** Place in the grid, row by row. */
  index: z.number().int().nonnegative(),
  /** What drawing took. */
  seconds: z.number(),
  /** PNG with the settings in its text chunks. */
  png: z.instanceof(ArrayBuffer),
});
export type CompareCellRecord = z.infer<typeof CompareCellRecord>;

export const CompareRecord = z.discriminatedUnion('kind', [FormerForm, CompareGridRecord, CompareCellRecord]);
export type CompareRecord = z.infer<typeof CompareRecord>;

export const compareRecords = new RecordStore('weft-compare', msg('the comparison'), CompareRecord);
