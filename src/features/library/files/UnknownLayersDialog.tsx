/** Asks whether an adapter is to be used without the layers that the model doesn't have. */
import { Button } from '../../../kit/buttons/Button.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import { t } from '../../../kit/language/t.ts';
import type { LayersQuestion } from './importState.ts';
import styles from './UnknownLayersDialog.module.css';

export function UnknownLayersDialog({ name, fitting, unknown, answer }: LayersQuestion) {
  return (
    <Dialog
      title={t('Not all of it fits')}
      description={
        <p>
          {t(
            '{count, plural, one {{name} changes one layer that the open model doesn’t have. Without it it draws} other {{name} changes {count} layers that the open model doesn’t have. Without them it draws}} differently from what its maker saw.',
            { name, count: unknown.length },
          )}
        </p>
      }
      onClose={() => answer(false)}
      actions={
        <>
          <Button kind="main" onClick={() => answer(true)}>
            {fitting === 1 ? t('Use the one layer that fits') : t('Use the {fitting} layers that fit', { fitting })}
          </Button>
          <Button onClick={() => answer(false)}>{t('Leave it')}</Button>
        </>
      }
    >
      {/* A list that scrolls has to be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <ul className={styles.layers} aria-label={t('Layers that don’t fit')} tabIndex={0}>
        {unknown.map((layer) => (
          <li key={layer}>{layer}</li>
        ))}
      </ul>
    </Dialog>
  );
}
