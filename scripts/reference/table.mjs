/**
 * The parity table: rows of every comparison, the last figures of each kept in `bench/parity.json` and shown as
 * `bench/PARITY.md`, so that a run without the slow lanes leaves their figures standing.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';

const KEPT = 'bench/parity.json';
const SHOWN = 'bench/PARITY.md';

const Row = z.object({
  what: z.string(),
  lane: z.string(),
  measured: z.number().nonnegative(),
  bound: z.number().nonnegative(),
  unit: z.string(),
  note: z.string().optional(),
});
/** @typedef {z.infer<typeof Row>} ParityRow */

/** @param {ParityRow} row */
const keyOf = ({ what, lane }) => `${what}\n${lane}`;

/** Rows of a file with one JSON object a line; one for each `what` and lane, with the largest distance. @param {string} file */
export function readRows(file) {
  /** @type {Map<string, ParityRow>} */
  const rows = new Map();
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    if (line === '') continue;
    const row = Row.parse(JSON.parse(line));
    const known = rows.get(keyOf(row));
    // A row beyond its bound must not hide behind one with a larger distance and a larger bound.
    const worse = !known || row.measured - row.bound > known.measured - known.bound;
    const shown = worse ? row : known;
    rows.set(keyOf(row), { ...shown, note: shown.note ?? known?.note ?? row.note });
  }
  return [...rows.values()];
}

/** Puts new figures in the place of the old ones, and gives all rows. @param {ParityRow[]} measured */
export function keepRows(measured) {
  const kept = existsSync(KEPT) ? z.array(Row).parse(JSON.parse(readFileSync(KEPT, 'utf8'))) : [];
  const rows = new Map(kept.map((row) => [keyOf(row), row]));
  for (const row of measured) rows.set(keyOf(row), row);
  const all = [...rows.values()].toSorted((a, b) => a.what.localeCompare(b.what) || a.lane.localeCompare(b.lane));
  writeFileSync(KEPT, `${JSON.stringify(all, null, 2)}\n`);
  writeFileSync(SHOWN, page(all));
  return all;
}

/** A cell's text, in which a bar would end the cell. @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|');

/** @param {number} value */
const figure = (value) => (Number.isInteger(value) ? String(value) : value.toExponential(1));

/** @param {ParityRow[]} rows */
export function table(rows) {
  const notes = [...new Set(rows.flatMap(({ note }) => note ?? []))];
  const lines = rows.map(({ what, lane, measured, bound, unit, note }) => {
    const mark = note ? ` (${notes.indexOf(note) + 1})` : '';
    return `| ${cell(what)}${mark} | ${lane} | ${figure(measured)} | ${figure(bound)} | ${cell(unit)} | ${measured <= bound ? 'yes' : '**no**'} |`;
  });
  const head = '| what | on | measured | bound | unit | holds |\n| --- | --- | --- | --- | --- | --- |';
  const footnotes = notes.map((note, index) => `${index + 1}. ${note}`);
  return [head, ...lines, ...(footnotes.length > 0 ? ['', ...footnotes] : [])].join('\n');
}

/** @param {ParityRow[]} rows */
function page(rows) {
  const beyond = rows.filter(({ measured, bound }) => measured > bound).length;
  return `# Side by side with diffusers, transformers, PEFT and PyTorch

Written by \`npm run reference\`; versions in \`reference/requirements.txt\`. Each line is the largest distance found in
that comparison. Reference values are computed in float64 wherever the library allows it. Lanes: \`cpu\` is
onnxruntime-node on the processor, \`wasm\` is Chromium with two threads, \`webgpu\` is ONNX Runtime's WebGPU provider in
float32, \`webgpu fp16\` the same in half precision, \`typescript\` is what needs no graph, \`runner\` is
weft-runner on PyTorch, on the processor.

Nets and gradients are compared on every lane. Pictures and runs of fifty steps are left out on \`webgpu\`, which is a
software GPU here and would take hours; what they are made of is held there by the lines that begin with \`kernels:\`:
each graph of the studio, the optimizer's steps too, on the provider without a way back to the processor (Mesa's
lavapipe), against the engine itself on the processor in float32. Those, and Stable Diffusion 1.5 at full size, are
measured with \`--kernels\` and \`--full-size\`.

${rows.length} comparisons, ${beyond === 0 ? 'all within their bounds' : `${beyond} of them beyond their bounds`}.

${table(rows)}
`;
}
