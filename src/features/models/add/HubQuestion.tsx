/** Asks before anything is sent to a hub that isn't Hugging Face: an address may have come from anybody. */
import { Button } from '../../../kit/buttons/Button.tsx';
import { Rich } from '../../../kit/language/Rich.tsx';
import { t } from '../../../kit/language/t.ts';
import styles from '../Models.module.css';

interface HubQuestionProps {
  /** The hub's origin. */
  hub: string;
  onConfirm: () => void;
  onRefuse: () => void;
}

export function HubQuestion({ hub, onConfirm, onRefuse }: HubQuestionProps) {
  const { host } = new URL(hub);
  return (
    <section className={styles.offer} aria-label={t('Another hub')} role="alert">
      <p>
        <Rich
          text={t('<strong>{host}</strong> is not huggingface.co. Is it a hub that you trust?', { host })}
          parts={{ strong: (text) => <strong>{text}</strong> }}
        />
      </p>
      <p className={styles.facts}>
        {t(
          'The model would come from there, and an access token, if you enter one, would be sent there. Your answer is kept.',
        )}
      </p>
      <div className={styles.actions}>
        <Button kind="main" onClick={onConfirm}>
          {t('Ask {host}', { host })}
        </Button>
        <Button onClick={onRefuse}>{t('Don’t')}</Button>
      </div>
    </section>
  );
}
