/** The layouts in which something can be saved as a file, each with the programs that read it. */
import { Download } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { buttonClass } from '../../../kit/buttons/Button.tsx';
import styles from './ExportMenu.module.css';

export interface ExportOption<L extends string> {
  layout: L;
  name: string;
  /** Programs that read it. */
  readBy: string;
}

interface ExportMenuProps<L extends string> {
  /** Name of what is saved. */
  name: string;
  options: readonly ExportOption<L>[];
  onExport: (layout: L) => void;
}

export function ExportMenu<L extends string>({ name, options, onExport }: ExportMenuProps<L>) {
  return (
    <DropdownMenu.Root modal={false}>
      {/* Not in a portal: it belongs to its card, and to the page's main region. */}
      <DropdownMenu.Trigger className={buttonClass('plain')} aria-label={`Export ${name}`}>
        <Download aria-hidden size={16} />
        Export
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className={styles.menu} sideOffset={6} align="start" collisionPadding={12}>
        {options.map(({ layout, name: title, readBy }) => (
          <DropdownMenu.Item key={layout} className={styles.item} onSelect={() => onExport(layout)}>
            {title}
            <span className={styles.readBy}>{readBy}</span>
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
