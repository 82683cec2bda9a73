/** Every parser of foreign bytes that there is. */
import type { Target } from '../target.ts';
import { adapterTargets } from './adapters.ts';
import { arrivalTargets } from './arrivals.ts';
import { backupTargets } from './backups.ts';
import { captionTargets } from './captions.ts';
import { configTargets } from './configs.ts';
import { downloadTargets } from './download.ts';
import { elsewhereTargets } from './elsewhere.ts';
import { homeTargets } from './home.ts';
import { hubTargets } from './hub.ts';
import { imageTargets } from './images.ts';
import { importTargets } from './imports.ts';
import { modelTargets } from './models.ts';
import { pageTargets } from './page.ts';
import { recordTargets } from './records.ts';
import { settingsFileTargets } from './settingsFiles.ts';
import { storedFileTargets } from './storedFiles.ts';
import { threadTargets } from './threads.ts';
import { tokenizerTargets } from './tokenizers.ts';
import { weightTargets } from './weights.ts';

export const targets: readonly Target[] = [
  ...weightTargets,
  ...configTargets,
  ...tokenizerTargets,
  ...modelTargets,
  ...hubTargets,
  ...downloadTargets,
  ...adapterTargets,
  ...importTargets,
  ...imageTargets,
  ...captionTargets,
  ...recordTargets,
  ...settingsFileTargets,
  ...elsewhereTargets,
  ...homeTargets,
  ...backupTargets,
  ...storedFileTargets,
  ...pageTargets,
  ...threadTargets,
  ...arrivalTargets,
];
