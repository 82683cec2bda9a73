/** Whether the browser may clear away what is kept: asked with the first picture, and told as it answered. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { preparedAtOnce } from '../tabs/preparedAtOnce.ts';
import { openTab, withBrowser } from '../tabs/tabs.ts';

withBrowser();

const persist = vi.fn<() => Promise<boolean>>();

beforeEach(() => {
  persist.mockReset().mockResolvedValue(true);
  vi.stubGlobal('navigator', { locks: navigator.locks, storage: { persist, persisted: async () => false } });
});

async function tab() {
  const modules = await openTab(async () => ({
    ...(await import('../../../src/features/dataset/datasetStore.ts')),
    ...(await import('../../../src/features/dataset/addImages.ts')),
    ...(await import('../../../src/features/dataset/subjects/openDataset.ts')),
    ...(await import('../../../src/features/dataset/imageRecords.ts')),
    ...(await import('../../../src/session/lastingStorage.ts')),
    imageClient: await import('../../../src/session/imageClient.ts'),
  }));
  preparedAtOnce(modules.imageClient);
  await modules.loadDataset();
  return {
    ...modules,
    add: (...names: string[]) => modules.addImages(names.map((name) => new File([name], name))),
    granted: () => modules.useLasting.getState().granted,
  };
}

describe('what is kept', () => {
  it('is asked to be kept for good with the first picture, once a visit', async () => {
    const { add, granted, findLasting } = await tab();
    await findLasting();
    expect(persist).not.toHaveBeenCalled();
    expect(granted()).toBe(false);
    await add('1.jpg');
    await vi.waitFor(() => expect(granted()).toBe(true));
    await add('2.jpg', '3.jpg');
    expect(persist).toHaveBeenCalledOnce();
  });

  it('is told of as it was answered', async () => {
    persist.mockResolvedValue(false);
    const { add, granted, lastingText } = await tab();
    await add('1.jpg');
    await vi.waitFor(() => expect(granted()).toBe(false));
    expect(lastingText(false)).toMatch(/has not promised.*Save as files/);
    expect(lastingText(true)).toMatch(/keeps all of this until you remove it/);
  });

  it('is not asked about where storage refused the picture, nor where the browser has nothing to ask', async () => {
    const refused = await tab();
    vi.spyOn(refused.imageRecords, 'writeSome').mockRejectedValue(new DOMException('no room', 'QuotaExceededError'));
    await refused.add('1.jpg');
    expect(persist).not.toHaveBeenCalled();

    vi.stubGlobal('navigator', { locks: navigator.locks });
    const old = await tab();
    await old.add('1.jpg');
    expect(old.granted()).toBeNull();
  });
});
