/** Images that need no decoding: each file is its own picture, four pixels a side. */
import { vi } from 'vitest';

/** @param imageClient the module of the tab that is to do so */
export function preparedAtOnce(imageClient: typeof import('../../../src/session/imageClient.ts')): void {
  vi.spyOn(imageClient, 'prepareImage').mockImplementation(async (file) => {
    const bytes = await file.arrayBuffer();
    return { bytes, side: 4, sourceWidth: 4, sourceHeight: 4, notes: [] };
  });
}
