/** What an item of the library is and where it came from, in a line each. */
import type { TrainedOrigin } from '../../../contract/runs/runs.ts';
import { t } from '../../../kit/language/t.ts';
import { measuredTimeText } from '../../../kit/text/durationText.ts';
import { listText } from '../../../kit/text/listText.ts';
import { dateTimeText } from '../../../kit/text/numberText.ts';
import { sizeText } from '../../../kit/text/sizeText.ts';
import { isReadyMade } from '../files/readyMadeFiles.ts';
import { datasetName } from '../learntFrom.ts';
import type { KeptAdapter, KeptEmbedding, LibraryItem } from '../libraryState.ts';

/** e.g. `23 Nov 2026, 20:15 · weft-starter · rank 4, alpha 4 · 68 KB`, and `for few steps` where it is made for them */
export function adapterFacts({ createdAt, adapter, fewSteps }: KeptAdapter): string {
  return [
    dateTimeText(createdAt),
    baseText(adapter.baseModel),
    t('rank {rank}, alpha {loraAlpha}', { rank: adapter.rank, loraAlpha: adapter.loraAlpha }),
    sizeText(adapter.bytes),
    ...(fewSteps ? [t('for few steps')] : []),
  ].join(' · ');
}

/** e.g. `<african-fabric> · 23 Nov 2026, 20:15 · weft-starter · 1 row of 192 numbers · 1 KB` */
export function embeddingFacts({ createdAt, embedding: { token, baseModel, width, vectors } }: KeptEmbedding): string {
  const rows = vectors.length / width;
  const size = t('{rows} {rows, plural, one {row} other {rows}} of {width} numbers', { rows, width });
  return [token, dateTimeText(createdAt), baseText(baseModel), size, sizeText(vectors.byteLength)].join(' · ');
}

const baseText = (baseModel: string) => (baseModel === '' ? t('base model not named') : baseModel);

/** e.g. `300 steps · 12 images of “My fabric” · 1 min 11 s`, `120 of 300 steps`, `A mix of Indigo × 0.5 and Kente × 1`, `From another program` */
export function originText({ origin, file }: LibraryItem): string {
  const from = isReadyMade(file)
    ? t('ready-made, from the sample fabrics')
    : file === null
      ? ''
      : t('imported from {file}', { file });
  switch (origin.kind) {
    case 'trained':
      return [stepsText(origin), imagesText(origin), measuredTime(origin), from].filter(Boolean).join(' · ');
    case 'merged': {
      const parts = origin.parts.map(({ name, weight }) => `${name} × ${weight}`);
      return [t('A mix of {list}', { list: listText(parts) }), from].filter(Boolean).join(' · ');
    }
    case 'foreign':
      return from === '' ? t('From another program') : from.charAt(0).toUpperCase() + from.slice(1);
  }
}

/** What the run learnt from; earlier versions did not keep it. */
function imagesText({ images, dataset }: TrainedOrigin): string {
  const from = dataset ? t(' of “{datasetName}”', { datasetName: datasetName(dataset) }) : '';
  if (images === undefined) return from && t('images{from}', { from });
  return t('{images} {images, plural, one {image} other {images}}{from}', { images, from });
}

/** What the run took; earlier versions did not keep it. */
const measuredTime = ({ seconds }: { seconds?: number | undefined }) =>
  seconds === undefined ? '' : measuredTimeText(seconds);

function stepsText({
  stepsDone,
  stopped,
  settings,
}: {
  stepsDone: number;
  stopped: boolean;
  settings: object;
}): string {
  const asked = 'steps' in settings && typeof settings.steps === 'number' ? settings.steps : null;
  if (stopped && asked !== null) return t('{stepsDone} of {asked} steps', { stepsDone, asked });
  return t('{steps} {steps, plural, one {step} other {steps}}', { steps: stepsDone });
}
