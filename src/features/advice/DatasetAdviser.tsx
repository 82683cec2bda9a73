/** The adviser on the dataset: gathers what it has to know of the images, and asks the rules. */
import { useMemo } from 'react';
import { t } from '../../kit/language/t.ts';
import { useStatisticsOf } from '../../session/imageStatistics.ts';
import { useStudio } from '../../session/studioStore.ts';
import { useDataset } from '../dataset/datasetStore.ts';
import { pictureId, pictureOf } from '../dataset/imageRecords.ts';
import { removeImage } from '../dataset/removeImages.ts';
import { Adviser } from './Adviser.tsx';
import type { Remark } from './remark.ts';
import { imageCount } from './rules/imageCount.ts';
import { blurredImages, duplicateImages, type ImageChange, smallImages } from './rules/imageQuality.ts';
import { TwinSearch } from './rules/TwinSearch.ts';

export function DatasetAdviser() {
  const remarks = useAdviceOnDataset();
  return (
    <Adviser
      label={t('Adviser on these images')}
      remarks={remarks}
      onChange={({ remove }) => void removeImage(remove)}
    />
  );
}

/** Of the page's one dataset, for as long as the page is open. */
const twins = new TwinSearch();

function useAdviceOnDataset(): (Remark<ImageChange> | null)[] {
  const { images, reading } = useDataset();
  const native = useStudio(({ opening }) => (opening.state === 'ready' ? opening.model.nativeSize : null));
  const statistics = useStatisticsOf(useMemo(() => images.map(pictureOf), [images]));
  return useMemo(() => {
    const seen = images.map(({ id, name, sourceWidth, sourceHeight, original, crop }) => ({
      id,
      name,
      side: crop?.side ?? Math.min(sourceWidth, sourceHeight),
      statistics: statistics.get(pictureId({ id, crop })) ?? null,
      original,
      crop,
    }));
    return [
      duplicateImages(seen, twins),
      smallImages(seen, native),
      blurredImages(seen),
      // While files are being read their number is on its way to another.
      reading.length > 0 ? null : imageCount(images.length),
    ];
  }, [images, statistics, native, reading]);
}
