import { COMPARE_DEFAULTS, type CompareForm, readCompare } from '../../../src/features/compare/compareForm.ts';
import type { GridItem } from '../../../src/features/compare/grid/compareLibrary.ts';
import type { AxisSetting, GridAxis, GridSettings } from '../../../src/features/compare/grid/gridSettings.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';

export const facts = { bytes: 68_000, steps: 300, seconds: 71 };
export const library: GridItem[] = [
  { id: 'a1', name: 'Indigo', facts },
  { id: 'b2', name: 'Ochre | bold', facts },
];
/** With a word that bears an adapter's name. */
export const withWord: GridItem[] = [
  ...library,
  { id: 'w3', name: 'Indigo', token: '<kente>', facts: { bytes: 3072, steps: 1, seconds: null } },
];
export const timings = { nativeSize: 128, timings: { guidedStepSeconds: 0.1, decodeSeconds: 0.5 } };

export const guidance: GridAxis = { setting: 'guidanceScale', values: [1.5, 7.5] };
export const seeds: GridAxis = { setting: 'seed', values: [1, 42, 100] };
export const grid = (change: Partial<GridSettings> = {}): GridSettings => ({
  base: CREATE_DEFAULTS,
  adapters: [],
  columns: seeds,
  rows: guidance,
  ...change,
});

export const form = (change: Partial<CompareForm> = {}): CompareForm => ({ ...COMPARE_DEFAULTS, ...change });
export const typed = (setting: AxisSetting, text: string) => ({ setting, texts: { [setting]: text } });
export const read = (change: Partial<CompareForm>) => readCompare(form(change), 128, library);
