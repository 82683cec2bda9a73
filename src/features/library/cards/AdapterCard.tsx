/** One kept adapter. */
import type { LoraFileLayout } from '../../../contract/adapters.ts';
import { asIs, msg } from '../../../contract/message.ts';
import { buttonClass } from '../../../kit/buttons/Button.tsx';
import { t } from '../../../kit/language/t.ts';
import { adapterFile } from '../files/adapterExports.ts';
import { drawingAddress, type KeptAdapter } from '../libraryState.ts';
import type { ExportOption } from './ExportMenu.tsx';
import { ItemCard } from './ItemCard.tsx';
import { adapterFacts } from './itemFacts.ts';

const EXPORTS: readonly ExportOption<LoraFileLayout>[] = [
  { layout: 'diffusers', name: asIs('diffusers (.safetensors)'), readBy: asIs('diffusers, InvokeAI') },
  { layout: 'kohya', name: asIs('kohya (.safetensors)'), readBy: msg('the web UIs: ComfyUI, AUTOMATIC1111, Forge') },
  { layout: 'peft', name: msg('PEFT (.zip)'), readBy: msg('PEFT: weights and adapter_config.json') },
];

export function AdapterCard({ record }: { record: KeptAdapter }) {
  return (
    <ItemCard
      item={record}
      facts={adapterFacts(record)}
      drawLink={
        <a className={buttonClass('plain')} href={drawingAddress(record)}>
          {t('Draw with it')}
        </a>
      }
      exports={EXPORTS}
      makeFile={(layout) => adapterFile(record, layout)}
    />
  );
}
