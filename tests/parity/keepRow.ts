/** Rows of the parity table, where `npm run reference` asks for them. */
import { appendFileSync } from 'node:fs';
import process from 'node:process';

/** One comparison. Rows of the same `what` and `lane` become one line of the table, with the largest `measured`. */
export interface ParityRow {
  /** What is compared, e.g. `U-Net, reduced SD 2.x`. */
  what: string;
  /** What ran it: `cpu` (onnxruntime-node), `wasm`, `webgpu`, `webgpu fp16`, `typescript` where no graph runs, or `runner`. */
  lane: 'cpu' | 'wasm' | 'webgpu' | 'webgpu fp16' | 'typescript' | 'runner';
  /** The distance found, never negative. */
  measured: number;
  /** What it may be at most. */
  bound: number;
  /** What the numbers are: `‖a−b‖/‖b‖`, `largest |a−b|`, `levels of 255`, `ids that differ`. */
  unit: string;
  /** Why a bound is not the one first asked for, or what else a reader must know. */
  note?: string;
}

/** Appends the row to the file that WEFT_PARITY_ROWS names, where it does. */
export function keepRow(row: ParityRow): void {
  const file = process.env.WEFT_PARITY_ROWS;
  if (file) appendFileSync(file, `${JSON.stringify(row)}\n`);
}
