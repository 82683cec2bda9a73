/** The class images of a run: those kept from earlier runs, and those drawn for it as they come. */
import { useImageUrl } from '../../../kit/images/useImageUrl.ts';
import { t } from '../../../kit/language/t.ts';
import { useTraining } from '../run/trainingStore.ts';
import styles from '../TrainingStage.module.css';

export function ClassImages() {
  const { images, reused, own } = useTraining((state) => state.classImages);
  if (images.length === 0) return null;
  return (
    <section className={styles.pictures} aria-labelledby="class-images">
      <h2 id="class-images">{own ? t('Your own class images') : t('Drawn for the class')}</h2>
      {reused > 0 && !own && (
        <p className={styles.detail}>
          {t(
            '{reused, plural, one {1 was} other {{reused} were}} kept from an earlier run with this model and class prompt.',
            { reused },
          )}
        </p>
      )}
      <ul className={styles.strip}>
        {images.map((png, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: images are only ever added at the end
          <li key={index}>
            <ClassImage
              png={png}
              label={`${own ? t('Of your own for the class') : t('Drawn for the class')}, ${index + 1}`}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ClassImage({ png, label }: { png: ArrayBuffer; label: string }) {
  const url = useImageUrl(png);
  return url && <img src={url} alt={label} decoding="async" />;
}
