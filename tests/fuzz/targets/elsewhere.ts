/** A run on its way to other engines: `run.json` of any version or hand, and all texts that are made of it alone. */
import { readFileSync } from 'node:fs';
import { RunBundle } from '../../../src/contract/runs/runBundle.ts';
import { bundleTexts } from '../../../src/features/training/elsewhere/writing/bundleTexts.ts';
import { EXAMPLE, inversionRun, withoutCaptions } from '../../unit/elsewhere/runs.ts';
import { holds, jsonTarget, type Target } from '../target.ts';

/** What a studio that is built with its runner writes beside. */
const RUNNER = { 'pyproject.toml': readFileSync('runner/pyproject.toml', 'utf8') };

const leadsOut = (path: string) =>
  path.startsWith('/') || path.includes('\\') || path.split('/').some((part) => ['', '.', '..'].includes(part));

export const elsewhereTargets: readonly Target[] = [
  jsonTarget({
    name: 'run-bundle',
    seeds: () => [
      EXAMPLE,
      inversionRun(),
      withoutCaptions(EXAMPLE),
      {
        ...EXAMPLE,
        model: { ...EXAMPLE.model, source: { kind: 'included', folder: 'model' } },
        state: {
          step: 10,
          folder: 'state',
          losses: [{ step: 1, instance: 0.5, prior: null }],
          evaluations: [{ step: 1, trained: 0.5, heldOut: null }],
          seconds: 5,
        },
      },
    ],
    words: [
      'weft-run',
      'version',
      'lora',
      'textual-inversion',
      'source',
      'hub',
      'included',
      'folder',
      'single-file',
      'sha256',
      '../x',
      'a/../b',
      'v_prediction',
      'classImages',
      'given',
      "it's $(touch x) `y` \\",
      'a: b # c',
      '"""',
      "'''",
    ],
    allows: [SyntaxError],
    run: (text) => {
      const { success, data: run } = RunBundle.safeParse(JSON.parse(text));
      if (!success) return;
      const { plans, texts } = bundleTexts(run, RUNNER);
      holds(
        plans.every(({ files }) => files.length > 0),
        'an engine has no file',
      );
      const outside = texts.find(({ path }) => leadsOut(path));
      holds(!outside, `${outside?.path} leads out of the bundle`);
      holds(new Set(texts.map(({ path }) => path)).size === texts.length, 'two files have one path');
      const written = texts.find(({ path }) => path === 'run.json')?.text ?? '';
      holds(RunBundle.safeParse(JSON.parse(written)).success, 'it is not accepted again');
    },
  }),
];
