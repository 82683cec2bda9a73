/** Weft's own runner: it reads run.json itself, and so knows every setting. */
import type { RunBundle } from '../../../../contract/runs/runBundle.ts';
import { INVERSION_SETTINGS } from '../../../../contract/settings/inversionSettings.ts';
import { LORA_SETTINGS } from '../../../../contract/settings/loraSettings.ts';
import { carried, type Fate } from '../fates.ts';
import { SCRIPT_START } from '../text/shell.ts';
import type { Engine, TextFile } from './engine.ts';
import { isXl } from './modelForScripts.ts';

/** What is run in the bundle's top folder once the runner is installed. */
export const RUNNER_COMMAND = 'weft-runner train .';

/** How it is installed there. */
export const RUNNER_INSTALL = 'pip install ./weft-runner';

function allCarried<K extends string>(settings: Readonly<Record<K, unknown>>): Record<K, () => Fate> {
  return Object.fromEntries(Object.keys(settings).map((name) => [name, carried('run.json')])) as Record<K, () => Fate>;
}

const common = {
  refusals: () => [],
  differences: (run: RunBundle) => [
    isXl(run)
      ? `It learns on ${run.model.name}, which the studio can’t open: from the first step, with class images of its own. What it leaves can be kept and compared here, and is drawn with elsewhere.`
      : 'The same numbers but for the order in which a processor adds them up; on several processes the sums of a step are parted.',
  ],
  files: (): TextFile[] => [{ path: 'weft-runner/run.sh', text: SCRIPT, executable: true }],
};

export const WEFT_RUNNER: Engine = {
  name: 'Weft’s own runner',
  folder: 'weft-runner',
  lora: { fates: allCarried(LORA_SETTINGS), ...common },
  inversion: { fates: allCarried(INVERSION_SETTINGS), ...common },
};

const SCRIPT = `${SCRIPT_START}cd ..

${RUNNER_INSTALL}
# A model of your own disk, as a folder in diffusers’ layout: ./run.sh --model FOLDER
${RUNNER_COMMAND} "$@"
`;
