/** The layouts in which something can be saved as a file, each with the programs that read it. */
import { Download } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { buttonClass } from '../../../kit/buttons/Button.tsx';
import { Menu, MenuItem } from '../../../kit/menu/Menu.tsx';

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
    <Menu
      align="start"
      trigger={
        <DropdownMenu.Trigger className={buttonClass('plain')} aria-label={`Export ${name}`}>
          <Download aria-hidden size={16} />
          Export
        </DropdownMenu.Trigger>
      }
    >
      {options.map(({ layout, name: title, readBy }) => (
        <MenuItem key={layout} note={readBy} onSelect={() => onExport(layout)}>
          {title}
        </MenuItem>
      ))}
    </Menu>
  );
}
