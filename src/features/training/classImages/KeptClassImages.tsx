/** The class images that are kept for later runs, what room they take, and the way to be rid of them. */
import { Trash2 } from 'lucide-react';
import { IconButton } from '../../../kit/buttons/IconButton.tsx';
import { Fold } from '../../../kit/components/Fold.tsx';
import { t } from '../../../kit/language/t.ts';
import { sizeText } from '../../../kit/text/sizeText.ts';
import { isActive } from '../run/trainingState.ts';
import { useTraining } from '../run/trainingStore.ts';
import { clearClassSet, useClassSets } from './classSets.ts';
import styles from './KeptClassImages.module.css';

export function KeptClassImages() {
  const sets = useClassSets((state) => state.sets);
  // A run may be in the middle of drawing them.
  const training = useTraining((state) => isActive(state.run));
  if (sets.length === 0) return null;
  return (
    <Fold title={t('Kept class images')}>
      <p className={styles.facts}>{t('Later runs with the same model and class prompt use them again.')}</p>
      <ul className={styles.kept}>
        {sets.map((set) => (
          <li key={set.id} className={styles.set}>
            <span>
              {t('{count} of “{prompt}”', { count: set.count, prompt: set.prompt })}
              <span className={styles.facts}>
                {set.modelName} · {sizeText(set.bytes)}
              </span>
            </span>
            {!training && (
              <IconButton
                name={t('Delete the class images of “{prompt}”', { prompt: set.prompt })}
                onClick={() => void clearClassSet(set)}
              >
                <Trash2 aria-hidden size={15} />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
    </Fold>
  );
}
