/** What a measurement found, as it is shown, saved and sent. */
import type { BenchDevice } from '../benchDevice.ts';
import { figure, markdownTable, summary } from '../statistics.mjs';
import type { Workload } from '../workloads.ts';

export interface BenchRow {
  model: string;
  device: BenchDevice;
  work: Workload | 'opening the model';
  /** Of each repetition. */
  seconds: number[];
}

/** What could not be measured, and why. */
export interface BenchFailure {
  model: string;
  message: string;
}

export interface BenchReport {
  format: 'weft-bench';
  version: 1;
  /** ISO 8601. */
  measuredAt: string;
  browser: string;
  cores: number;
  /** Whether wasm may have threads. */
  isolated: boolean;
  rows: BenchRow[];
  failures: BenchFailure[];
}

export const COLUMNS = ['Model', 'On', 'Work', 'Seconds', 'Least', 'Times'];

export function newReport(): BenchReport {
  return {
    format: 'weft-bench',
    version: 1,
    measuredAt: new Date().toISOString(),
    browser: navigator.userAgent,
    cores: navigator.hardwareConcurrency,
    isolated: crossOriginIsolated,
    rows: [],
    failures: [],
  };
}

export function deviceText({ kind, adapter, software, precision, threads }: BenchDevice): string {
  if (kind === 'wasm') return `wasm, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return `${adapter}, ${precision}${software ? ', emulated on the processor' : ''}`;
}

/** A row's cells, in the order of `COLUMNS`. */
export function cells({ model, device, work, seconds }: BenchRow): string[] {
  const { median, min, count } = summary(seconds);
  return [model, deviceText(device), work, figure(median), figure(min), String(count)];
}

/** The report as a table in Markdown, below what it was measured on. */
export function reportText({ browser, cores, isolated, measuredAt, rows, failures }: BenchReport): string {
  return [
    `${browser}; ${cores} cores${isolated ? '' : ', without threads'}; ${measuredAt}`,
    '',
    markdownTable(COLUMNS, rows.map(cells)),
    ...failures.map(({ model, message }) => `\n${model}: ${message}`),
  ].join('\n');
}
