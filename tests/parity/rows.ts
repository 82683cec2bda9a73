/** A parity row as a test's assertion: how far the engine lies from the reference implementation, and how far it may. */
import { expect } from 'vitest';
import { keepRow, type ParityRow } from './keepRow.ts';

export type { ParityRow } from './keepRow.ts';

/** Keeps the row for the table, and fails the test where the bound is passed. */
export function hold(row: ParityRow): void {
  keepRow(row);
  expect(row.measured, `${row.what} on ${row.lane}: ${row.unit}`).toBeLessThanOrEqual(row.bound);
}
