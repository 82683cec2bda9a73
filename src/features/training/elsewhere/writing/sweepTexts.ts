/** All texts of a sweep’s bundle, which is for Weft’s own runner alone: no other engine reads lists. */
import type { RunBundle } from '../../../../contract/runs/runBundle.ts';
import type { TextFile } from '../engines/engine.ts';
import { fetchScript } from '../engines/modelForScripts.ts';
import { RUNNER_INSTALL } from '../engines/weftRunner.ts';
import type { SweepLists } from '../going.ts';
import { SCRIPT_START } from '../text/shell.ts';

/** @param runner the runner’s own files, by their paths below its folder */
export function sweepTexts(run: RunBundle, sweep: SweepLists, runner: Readonly<Record<string, string>>): TextFile[] {
  const told = { ...run, settings: { ...run.settings, ...sweep } };
  return [
    ...Object.entries(runner).map(([path, text]) => ({ path: `weft-runner/${path}`, text })),
    { path: 'weft-runner/run.sh', text: SCRIPT, executable: true },
    ...fetchScript(run),
    // Last: a bundle without it is not whole.
    { path: 'run.json', text: `${JSON.stringify(told, null, 2)}\n` },
  ];
}

const SCRIPT = `${SCRIPT_START}cd ..

${RUNNER_INSTALL.replace('./weft-runner', "'./weft-runner[sweep]'")}
# A model of your own disk, as a folder in diffusers’ layout: ./run.sh --model FOLDER
weft-runner sweep . "$@"
`;
