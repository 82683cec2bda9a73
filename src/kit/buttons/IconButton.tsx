/** A small button that shows an icon; its name is read aloud and stands in a tooltip. */
import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './IconButton.module.css';

/** The look of one, for what opens something else. */
export const iconButtonClass = styles.button;

interface IconButtonProps {
  name: string;
  /** What it acts on now, said behind the name. */
  about?: string;
  onClick: () => void;
  /** Whether it is on; left out for one that does something once. */
  pressed?: boolean;
  children: ReactNode;
}

export function IconButton({ name, about, onClick, pressed, children }: IconButtonProps) {
  return (
    <Tooltip.Provider delayDuration={400}>
      <Tooltip.Root>
        <Tooltip.Trigger asChild>
          <button
            type="button"
            className={styles.button}
            aria-label={name}
            aria-description={about}
            aria-pressed={pressed}
            onClick={onClick}
          >
            {children}
          </button>
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content className={styles.tip} sideOffset={6}>
            {about === undefined ? name : `${name}: ${about}`}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  );
}
