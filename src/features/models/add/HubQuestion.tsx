/** Asks before anything is sent to a hub that isn't Hugging Face: an address may have come from anybody. */
import { Button } from '../../../kit/buttons/Button.tsx';
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
    <section className={styles.offer} aria-label="Another hub" role="alert">
      <p>
        <strong>{host}</strong> is not huggingface.co. Is it a hub that you trust?
      </p>
      <p className={styles.facts}>
        The model would come from there, and an access token, if you enter one, would be sent there. Your answer is
        kept.
      </p>
      <div className={styles.actions}>
        <Button kind="main" onClick={onConfirm}>
          Ask {host}
        </Button>
        <Button onClick={onRefuse}>Don’t</Button>
      </div>
    </section>
  );
}
