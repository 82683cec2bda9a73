/** The layouts in which an adapter can be saved as a file, each with the programs that read it. */
import { Download } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { LoraFileLayout } from '../../../workers/protocol.ts';
import { buttonClass } from '../../components/Button.tsx';
import styles from './ExportMenu.module.css';

const LAYOUTS: readonly { layout: LoraFileLayout; name: string; readBy: string }[] = [
  { layout: 'diffusers', name: 'diffusers (.safetensors)', readBy: 'diffusers, InvokeAI' },
  { layout: 'kohya', name: 'kohya (.safetensors)', readBy: 'the web UIs: ComfyUI, AUTOMATIC1111, Forge' },
  { layout: 'peft', name: 'PEFT (.zip)', readBy: 'PEFT: weights and adapter_config.json' },
];

interface ExportMenuProps {
  /** The adapter's name. */
  name: string;
  onExport: (layout: LoraFileLayout) => void;
}

export function ExportMenu({ name, onExport }: ExportMenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      {/* Not in a portal: it belongs to its card, and to the page's main region. */}
      <DropdownMenu.Trigger className={buttonClass('plain')} aria-label={`Export ${name}`}>
        <Download aria-hidden size={16} />
        Export
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className={styles.menu} sideOffset={6} align="start" collisionPadding={12}>
        {LAYOUTS.map(({ layout, name: title, readBy }) => (
          <DropdownMenu.Item key={layout} className={styles.item} onSelect={() => onExport(layout)}>
            {title}
            <span className={styles.readBy}>{readBy}</span>
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
