/** The layouts in which something can be saved as a file, each with the programs that read it. */
import { Download } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { Message } from '../../../contract/message.ts';
import { buttonClass } from '../../../kit/buttons/Button.tsx';
import { t } from '../../../kit/language/t.ts';
import { Menu, MenuItem } from '../../../kit/menu/Menu.tsx';

export interface ExportOption<L extends string> {
  layout: L;
  name: Message;
  /** Programs that read it. */
  readBy: Message;
}

interface ExportMenuProps<L extends string> {
  /** Name of what is saved. */
  name: string;
  options: readonly ExportOption<L>[];
  onExport: (layout: L) => void;
}

export function ExportMenu<L extends string>({ name, options, onExport }: ExportMenuProps<L>) {
  return (
    <Menu
      align="start"
      trigger={
        <DropdownMenu.Trigger className={buttonClass('plain')} aria-label={t('Export {name}', { name })}>
          <Download aria-hidden size={16} />
          {t('Export')}
        </DropdownMenu.Trigger>
      }
    >
      {options.map(({ layout, name: title, readBy }) => (
        <MenuItem key={layout} note={t(readBy)} onSelect={() => onExport(layout)}>
          {t(title)}
        </MenuItem>
      ))}
    </Menu>
  );
}
