/** A question or a small form over the page: it takes the focus, and gives it back when it is closed. */
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './Dialog.module.css';

interface DialogProps {
  title: string;
  /** One or two sentences on what it is about. */
  description: ReactNode;
  /** Hears of Escape and of a press beside it. */
  onClose: () => void;
  children?: ReactNode;
  /** Room for a picture. */
  wide?: boolean;
  /** Buttons, the main one first. */
  actions: ReactNode;
}

export function Dialog({ title, description, onClose, children, wide = false, actions }: DialogProps) {
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.overlay} />
        <Radix.Content className={styles.dialog} data-wide={wide || undefined}>
          <Radix.Title asChild>
            <h2>{title}</h2>
          </Radix.Title>
          <Radix.Description asChild>
            <div className={styles.description}>{description}</div>
          </Radix.Description>
          {children}
          <div className={styles.actions}>{actions}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
