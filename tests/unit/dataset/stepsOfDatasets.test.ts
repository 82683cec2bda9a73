/** Steps of one dataset that are taken back while another is open: theirs is opened first, and seen to change. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { preparedAtOnce } from '../tabs/preparedAtOnce.ts';
import { openTab, withBrowser } from '../tabs/tabs.ts';

withBrowser();
// Offers are shown a frame later.
beforeEach(() => void vi.stubGlobal('requestAnimationFrame', (show: () => void) => setTimeout(show)));

async function tab() {
  const modules = await openTab(async () => ({
    ...(await import('../../../src/features/dataset/datasetStore.ts')),
    ...(await import('../../../src/features/dataset/addImages.ts')),
    ...(await import('../../../src/features/dataset/captions/captionImage.ts')),
    ...(await import('../../../src/features/dataset/removeImages.ts')),
    ...(await import('../../../src/features/dataset/subjects/openDataset.ts')),
    ...(await import('../../../src/features/dataset/subjects/datasetActions.ts')),
    ...(await import('../../../src/features/dataset/subjects/datasetsStore.ts')),
    ...(await import('../../../src/kit/history/history.ts')),
    ...(await import('../../../src/session/noticesStore.ts')),
    imageClient: await import('../../../src/session/imageClient.ts'),
  }));
  preparedAtOnce(modules.imageClient);
  await modules.loadDataset();
  const { useDataset } = modules;
  return {
    ...modules,
    add: (...names: string[]) => modules.addImages(names.map((name) => new File([name], name))),
    shown: () => useDataset.getState().images.map(({ name, caption }) => `${name}: ${caption}`),
    opened: () => modules.datasetById(useDataset.getState().open)?.name,
  };
}

describe('a step of a dataset that is not open', () => {
  it('opens it, and is taken back and done again there', async () => {
    const studio = await tab();
    await studio.add('a.png', 'b.png');
    const [first] = studio.useDataset.getState().images;
    studio.captionImage(first?.id ?? '', 'a cloth');
    await studio.createDataset('Linen');
    expect([studio.opened(), studio.shown()]).toEqual(['Linen', []]);

    // The new dataset is a step of its own, or none.
    for (let steps = 0; studio.shown()[0] !== 'a.png: ' && steps < 3; steps++) await studio.undoStep();
    expect(studio.opened()).toBe('My fabric');
    expect(studio.shown()).toEqual(['a.png: ', 'b.png: ']);
    await studio.redoStep();
    expect(studio.shown()).toEqual(['a.png: a cloth', 'b.png: ']);
  });

  it('brings a removed image back to it', async () => {
    const studio = await tab();
    await studio.createDataset('Linen');
    const linen = studio.useDataset.getState().open;
    await studio.add('a.png', 'b.png');
    await studio.removeImage(studio.useDataset.getState().images[0]?.id ?? '');
    await studio.openDataset('first');
    await studio.undoStep();
    expect([studio.useDataset.getState().open, studio.shown()]).toEqual([linen, ['a.png: ', 'b.png: ']]);
  });

  it('says so where its dataset is gone', async () => {
    const studio = await tab();
    await studio.createDataset('Linen');
    await studio.add('a.png');
    const linen = studio.useDataset.getState().open;
    await studio.openDataset('first');
    studio.putDatasets([], [linen]);
    await studio.undoStep();
    expect(studio.opened()).toBe('My fabric');
    expect(studio.useNotices.getState().notices.map(({ message }) => message)).toEqual([
      'This step was in a dataset that is deleted.',
    ]);
  });
});
