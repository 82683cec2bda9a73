/** What a run that was trained elsewhere says of itself when it comes home. */

import { adapterBytes } from '../../../src/contract/adapters.ts';
import { openReport, readReport } from '../../../src/features/training/home/readReport.ts';
import { sweepMarks } from '../../../src/features/training/home/sweepList.ts';
import { report } from '../../unit/home/outFolder.ts';
import { holds, jsonTarget, type Target } from '../target.ts';

const SWEPT = { id: 'a', settings: { adapterName: 'Cloth, rank 4' } } as Parameters<
  typeof sweepMarks
>[1][number]['report'];
const sweepList = (...runs: { id: string; values: Record<string, unknown> }[]) => ({
  format: 'weft-sweep-out',
  version: 1,
  runs,
});

export const homeTargets: readonly Target[] = [
  jsonTarget({
    name: 'run-report',
    seeds: () => [report(), report({ status: 'running', stepsDone: null, stopped: null, theta: null })],
    words: ['weft-run-out', 'finished', 'failed', 'learnt', '../', 'constructor', 'kernel', 'textual-inversion'],
    run: async (text) => {
      const { kind, told } = await openReport(new Blob([text]));
      if (kind !== 'out') return;
      const { report: read, left } = readReport(told);
      holds(/^[A-Za-z0-9-]{1,64}$/.test(read.id), 'its id is no name of a folder');
      const files = [...read.samples, ...read.thetas, ...read.adapter].map(({ file }) => file);
      holds(
        files.every((path) => !path.split('/').includes('..')),
        'a file lies outside its folder',
      );
      holds(
        !read.modules || Number.isSafeInteger(adapterBytes({ rank: 1024, modules: read.modules })),
        'its layers have no number of bytes',
      );
      holds(left.length <= 12, 'it names more parts than there are');
    },
  }),
  jsonTarget({
    name: 'sweep-list',
    seeds: () => [
      sweepList(
        { id: SWEPT.id, values: { rank: 4, learningRate: 1e-4 } },
        { id: 'b', values: { rank: 8, learningRate: 1e-4 } },
      ),
      sweepList({ id: SWEPT.id, values: { captions: true, optimizer: 'adamw' } }),
    ],
    words: ['weft-sweep-out', 'values', 'rank', '__proto__', 'constructor', SWEPT.id],
    run: async (text) => {
      const marks = await sweepMarks(new Map([['out/sweep.json', new Blob([text])]]), [{ report: SWEPT }]);
      holds(marks.size <= 200, 'it marks more runs than a list may hold');
      for (const { name, values } of marks.values()) {
        holds(typeof name === 'string' && name.length <= 200, 'a sweep has no fit name');
        holds(
          values.every(({ setting }) => setting.length > 0),
          'a value is of no setting',
        );
      }
    },
  }),
];
