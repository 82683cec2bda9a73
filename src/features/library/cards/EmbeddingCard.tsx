/** One kept word. */
import type { EmbeddingFileLayout } from '../../../contract/adapters.ts';
import { asIs, msg } from '../../../contract/message.ts';
import { buttonClass } from '../../../kit/buttons/Button.tsx';
import { t } from '../../../kit/language/t.ts';
import { embeddingFile } from '../files/adapterExports.ts';
import { drawingAddress, type KeptEmbedding } from '../libraryState.ts';
import type { ExportOption } from './ExportMenu.tsx';
import { ItemCard } from './ItemCard.tsx';
import { embeddingFacts } from './itemFacts.ts';

const EXPORTS: readonly ExportOption<EmbeddingFileLayout>[] = [
  { layout: 'diffusers', name: asIs('diffusers (.safetensors)'), readBy: asIs('diffusers, InvokeAI') },
  {
    layout: 'emb_params',
    name: asIs('emb_params (.safetensors)'),
    readBy: msg('the web UIs: ComfyUI, AUTOMATIC1111, Forge'),
  },
];

export function EmbeddingCard({ record }: { record: KeptEmbedding }) {
  return (
    <ItemCard
      item={record}
      facts={embeddingFacts(record)}
      drawLink={
        <a className={buttonClass('plain')} href={drawingAddress(record)}>
          {t('Draw with it')}
        </a>
      }
      exports={EXPORTS}
      makeFile={(layout) => embeddingFile(record, layout)}
    />
  );
}
