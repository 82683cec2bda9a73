/** What a run that was trained elsewhere says of itself when it comes home. */

import { adapterBytes } from '../../../src/contract/adapters.ts';
import { openReport, readReport } from '../../../src/features/training/home/readReport.ts';
import { report } from '../../unit/home/outFolder.ts';
import { holds, jsonTarget, type Target } from '../target.ts';

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
];
