/** A model of Stable Diffusion XL as the base of a run that goes on elsewhere. */
import { fingerprint } from '@weft/engine';
import { studioError } from '../../../../contract/errors.ts';
import type { XlModel } from '../../../../contract/modelsWorker.ts';
import { XL_FAMILY } from '../../../../contract/runs/runBundle.ts';
import type { TrainSettings } from '../../../../contract/training.ts';
import { t } from '../../../../kit/language/t.ts';
import { confirmedHubs } from '../../../models/confirmedHubs.ts';
import { useModels } from '../../../models/modelStore.ts';
import { lookUpXlModel } from '../../../models/modelsClient.ts';
import type { BundleSources } from './sources.ts';

/** Pixels of which a side is a multiple: the autoencoder makes one of 8, and the U-Net halves that twice. */
const SIZE_STEP = 32;

/** @throws StudioError where the repository holds none, the hub can't be reached, or nobody confirmed it */
export async function xlModel(repository: string, signal: AbortSignal): Promise<XlModel> {
  const { token } = useModels.getState();
  const found = await lookUpXlModel({ repository, token, confirmedHubs: confirmedHubs() }, signal);
  if (!('unknownHub' in found)) return found;
  throw studioError(
    'bad-setting',
    t('{host} is not huggingface.co, and you have not said yet that it may be asked.', {
      host: new URL(found.unknownHub).host,
    }),
    t('Look the model up once under Library, Add a model, and say yes there; it need not be added.'),
  );
}

/** Side of its pictures. @throws StudioError `bad-setting` */
export function xlSize({ resolution }: Pick<TrainSettings, 'resolution'>, { nativeSize }: XlModel): number {
  const size = resolution === 0 ? nativeSize : resolution;
  if (size % SIZE_STEP === 0) return size;
  throw studioError(
    'bad-setting',
    t('Stable Diffusion XL learns from images of a multiple of {step} pixels.', { step: SIZE_STEP }),
    t('Choose another resolution.'),
  );
}

export function xlBundleModel({ name, origin, files, nativeSize }: XlModel): BundleSources['model'] {
  return {
    name,
    // Of what it is, since nothing of it is here: the same repository and commit are the same weights.
    fingerprint: fingerprint([new TextEncoder().encode(JSON.stringify(origin))]),
    family: XL_FAMILY,
    source: origin,
    layout: 'diffusers',
    files,
    prediction: null,
    nativeSize,
  };
}
