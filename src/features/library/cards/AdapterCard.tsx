/** One kept adapter. */
import type { LoraFileLayout } from '../../../contract/adapters.ts';
import { buttonClass } from '../../../kit/buttons/Button.tsx';
import { adapterFile } from '../files/adapterExports.ts';
import { drawingAddress, type KeptAdapter } from '../libraryState.ts';
import type { ExportOption } from './ExportMenu.tsx';
import { ItemCard } from './ItemCard.tsx';
import { adapterFacts } from './itemFacts.ts';

const EXPORTS: readonly ExportOption<LoraFileLayout>[] = [
  { layout: 'diffusers', name: 'diffusers (.safetensors)', readBy: 'diffusers, InvokeAI' },
  { layout: 'kohya', name: 'kohya (.safetensors)', readBy: 'the web UIs: ComfyUI, AUTOMATIC1111, Forge' },
  { layout: 'peft', name: 'PEFT (.zip)', readBy: 'PEFT: weights and adapter_config.json' },
];

export function AdapterCard({ record }: { record: KeptAdapter }) {
  return (
    <ItemCard
      item={record}
      facts={adapterFacts(record)}
      drawLink={
        <a className={buttonClass('plain')} href={drawingAddress(record)}>
          Draw with it
        </a>
      }
      exports={EXPORTS}
      makeFile={(layout) => adapterFile(record, layout)}
    />
  );
}
