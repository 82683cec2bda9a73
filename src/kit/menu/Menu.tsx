/** A menu that opens at a press, and what can be chosen in it. */
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './Menu.module.css';

interface MenuProps {
  /** A `DropdownMenu.Trigger`. */
  trigger: ReactNode;
  align: 'start' | 'end';
  /** `MenuItem`s. */
  children: ReactNode;
}

export function Menu({ trigger, align, children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      {/* Not in a portal: it belongs to what it is of, and to the page's main region. */}
      {trigger}
      <DropdownMenu.Content className={styles.menu} sideOffset={6} align={align} collisionPadding={12}>
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  onSelect: () => void;
  /** Said below what it is called. */
  note?: string;
  children: ReactNode;
}

export function MenuItem({ onSelect, note, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      className={note === undefined ? styles.item : `${styles.item} ${styles.noted}`}
      onSelect={onSelect}
    >
      {children}
      {note !== undefined && <span className={styles.note}>{note}</span>}
    </DropdownMenu.Item>
  );
}
