/** The starter's own LCM-LoRA, which lies beside its weights: it comes into the library where a person wants to draw quickly. */
import { fetchShipped } from '../../../kit/files/fetchShipped.ts';
import { t } from '../../../kit/language/t.ts';
import { unlessTaken } from '../../../kit/records/tabLocks.ts';
import { notifyError } from '../../../session/noticesStore.ts';
import { useLibrary } from '../libraryStore.ts';
import { importAll } from './adapterImports.ts';

const FILE = 'models/starter/few-steps/lcm-lora.safetensors';

/** Puts it into the library, unless another tab is doing so; gives whether it is there or on its way: else it was said why not. */
export function addStarterFewSteps(): Promise<boolean> {
  return unlessTaken('weft-starter-few-steps', add, () => true);
}

async function add(): Promise<boolean> {
  // As its card is called.
  const name = `${t('Starter in few steps')}.safetensors`;
  try {
    const response = await fetchShipped(FILE, t('The few-step adapter'), t('Draw quickly'));
    await importAll([new File([await response.blob()], name)]);
    return useLibrary.getState().adapters.some(({ file }) => file === name);
  } catch (error) {
    notifyError(error);
    return false;
  }
}
