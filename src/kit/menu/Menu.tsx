/** A menu that opens at a press, and what can be chosen in it. */
import { Check } from 'lucide-react';
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

interface MenuChoicesProps<T extends string> {
  /** What is chosen, over the choices. */
  label: string;
  value: T;
  /** `lang` where a name is not in the page's language. */
  options: readonly { value: T; name: string; lang?: string }[];
  onChoose: (value: T) => void;
}

/** One of a few, of which one is always chosen. */
export function MenuChoices<T extends string>({ label, value, options, onChoose }: MenuChoicesProps<T>) {
  return (
    <DropdownMenu.RadioGroup aria-label={label} value={value} onValueChange={(chosen) => onChoose(chosen as T)}>
      <DropdownMenu.Label className={styles.label}>{label}</DropdownMenu.Label>
      {options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} value={option.value} className={styles.item} lang={option.lang}>
          <span className={styles.mark}>
            <DropdownMenu.ItemIndicator>
              <Check aria-hidden size={16} />
            </DropdownMenu.ItemIndicator>
          </span>
          {option.name}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
