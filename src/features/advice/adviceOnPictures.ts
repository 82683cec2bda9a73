/** Gathers what the adviser has to know of drawn pictures, and asks the rules. */
import { useMemo } from 'react';
import type { ImageStatistics } from '../../contract/imageWorker.ts';
import { type Measured, useStatisticsOf } from '../../session/imageStatistics.ts';
import { useStudio } from '../../session/studioStore.ts';
import { useDataset } from '../dataset/datasetStore.ts';
import { pictureOf } from '../dataset/imageRecords.ts';
import type { Remark } from './remark.ts';
import { copiedImage } from './rules/copies.ts';
import { type GuidanceChange, strongGuidance } from './rules/guidance.ts';
import { likeness } from './rules/likeness.ts';
import { wrongPrediction } from './rules/wrongPrediction.ts';

export interface DrawnPicture extends Measured {
  /** What it is called at the beginning of a sentence, e.g. `The newest picture`. */
  called: string;
  guidanceScale: number;
  withAdapter: boolean;
  /** The name of the model that drew it. */
  model: string;
}

/** Of each rule the first picture that it remarks on. */
export function useAdviceOnPictures(pictures: readonly DrawnPicture[]): (Remark<GuidanceChange> | null)[] {
  const copy = useCopyAdvice(pictures);
  const measured = useStatisticsOf(pictures);
  const model = useStudio(({ opening }) => (opening.state === 'ready' ? opening.model : null));
  const wrong = first(pictures, (picture) => {
    const statistics = measured.get(picture.id);
    // What a model predicts can be said of one that was added, and that is open.
    if (!statistics || model?.ref.kind !== 'stored' || picture.model !== model.name) return null;
    return wrongPrediction({ ...picture, statistics, modelId: model.ref.id });
  });
  const guidance = first(pictures, (picture) => {
    const statistics = measured.get(picture.id);
    return statistics ? strongGuidance({ ...picture, burnt: statistics.burnt }) : null;
  });
  // Burnt colours have one of the two reasons.
  return [copy, wrong ?? guidance];
}

/** On the first of the pictures that is nearly one of the dataset's. */
export function useCopyAdvice(pictures: readonly Omit<DrawnPicture, 'guidanceScale' | 'model'>[]): Remark | null {
  const measured = useStatisticsOf(pictures);
  const images = useDataset((state) => state.images);
  // Only what was drawn with an adapter can be a copy.
  const withAdapter = pictures.some((picture) => picture.withAdapter);
  const photographs = useMemo(() => (withAdapter ? images.map(pictureOf) : []), [withAdapter, images]);
  useStatisticsOf(photographs);
  return useMemo(
    () =>
      first(pictures, (picture) => {
        const statistics = measured.get(picture.id);
        return statistics ? copiedImage({ ...picture, nearest: nearest(statistics, photographs, measured) }) : null;
      }),
    [pictures, photographs, measured],
  );
}

function first<T, C>(items: readonly T[], rule: (item: T) => Remark<C> | null): Remark<C> | null {
  for (const item of items) {
    const remark = rule(item);
    if (remark) return remark;
  }
  return null;
}

/** The photograph that a picture is most like; null while none of them was looked at. */
function nearest(
  statistics: ImageStatistics,
  photographs: readonly { id: string; name: string }[],
  measured: ReadonlyMap<string, ImageStatistics>,
): { name: string; likeness: number } | null {
  const known = photographs.flatMap(({ id, name }) => {
    const other = measured.get(id);
    return other ? [{ name, likeness: likeness(statistics, other) }] : [];
  });
  return known.sort((a, b) => b.likeness - a.likeness)[0] ?? null;
}
