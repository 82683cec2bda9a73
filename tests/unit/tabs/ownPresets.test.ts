/** Presets of a person's own: saved, used, renamed, deleted and put back, in every tab; shared as a file and taken in. */
import { describe, expect, it } from 'vitest';
import { atRest, openTab, withBrowser } from './tabs.ts';

withBrowser();

async function tab() {
  const parts = await openTab(async () => ({
    ...(await import('../../../src/session/presets/ownPresets.ts')),
    ...(await import('../../../src/session/presets/presetFile.ts')),
    ...(await import('../../../src/session/presets/presetRecords.ts')),
    ...(await import('../../../src/features/training/form/trainPresets.ts')),
    ...(await import('../../../src/features/training/form/trainForm.ts')),
    ...(await import('../../../src/features/training/files/settingsFileStore.ts')),
  }));
  await parts.loadOwnPresets();
  const own = () => parts.useOwnPresets.getState().presets;
  const { LORA_PRESETS: method } = parts;
  const lora = () => parts.useTrainForm.getState().lora;
  return {
    ...parts,
    own,
    lora,
    names: () => own().map(({ name }) => name),
    save: (name: string) => parts.savePreset('lora', name, parts.toSave(method, lora())),
    use: (index = 0) => parts.editLora(parts.ownFields(method, own()[index] as never, lora())),
    isAt: (index = 0) => parts.isAtOwn(method, own()[index] as never, lora()),
  };
}

describe('a preset of one’s own', () => {
  it('brings back what presets fill, after a reload too, and leaves names and prompts', async () => {
    const a = await tab();
    a.editLora({ steps: '77', rank: '8', loraAlpha: '', mirror: 'true', instancePrompt: 'sks kente' });
    await a.save('Kente');
    expect(a.isAt()).toBe(true);
    const b = await tab();
    expect(b.names()).toEqual(['Kente']);
    expect(b.isAt()).toBe(false);
    b.editLora({ instancePrompt: 'sks batik' });
    b.use();
    expect(b.lora()).toMatchObject({
      steps: '77',
      rank: '8',
      loraAlpha: '',
      mirror: 'true',
      instancePrompt: 'sks batik',
    });
    expect(b.isAt()).toBe(true);
    b.editLora({ loraAlpha: '8' });
    // An empty alpha is the rank: the same settings.
    expect(b.isAt()).toBe(true);
    b.editLora({ steps: '78' });
    expect(b.isAt()).toBe(false);
  });

  it('has a name of its own, is renamed, deleted and put back, and each is heard in the other tab', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.save('Kente');
    await a.save(' kente ');
    await atRest();
    expect(b.names()).toEqual(['Kente', 'kente (2)']);
    const [first] = b.own();
    if (!first) throw new Error('there is none');
    await b.renamePreset(first, '  ');
    await b.renamePreset(first, 'Batik\n');
    await atRest();
    expect(a.names()).toEqual(['Batik', 'kente (2)']);
    await a.removePreset(first.id);
    await atRest();
    expect(b.names()).toEqual(['kente (2)']);
    await a.putBack(first);
    await atRest();
    expect(b.names()).toEqual(['Kente', 'kente (2)']);
  });

  it('of another version fills what is known here', async () => {
    const a = await tab();
    await a.presetRecords.write({
      id: 'p',
      method: 'lora',
      name: 'Old',
      createdAt: 1,
      fields: { steps: '50', schedule: 'jumps', loom: 'x', instancePrompt: 'not a preset’s' },
    });
    const b = await tab();
    const before = b.lora();
    b.use();
    expect(b.lora()).toEqual({ ...before, steps: '50' });
  });
});

describe('a shared preset', () => {
  it('goes out as settings under its name, and comes in as a preset that Undo takes away again', async () => {
    const a = await tab();
    a.editLora({ steps: '77', mirror: 'true', targets: 'attention\ntext-encoder', loraAlpha: '' });
    await a.save('Kente');
    const [preset] = a.own();
    const text = a.presetFileText(preset as never, a.LORA_PRESETS.described);
    expect(JSON.parse(text)).toMatchObject({
      weft: 'training settings',
      preset: 'Kente',
      settings: { method: 'lora', steps: 77, mirror: true, targets: ['attention', 'text-encoder'] },
    });
    expect(JSON.parse(text).settings).not.toHaveProperty('instancePrompt');
    expect(JSON.parse(text).settings).not.toHaveProperty('loraAlpha');

    const file = new File([text], 'kente.json');
    a.editLora({ steps: '5' });
    await a.openSettingsFile(file);
    expect([a.lora().steps, a.names()]).toEqual(['77', ['Kente', 'Kente (2)']]);
    a.undoOpened();
    await atRest();
    expect([a.lora().steps, a.names()]).toEqual(['5', ['Kente']]);
    expect(await a.presetRecords.ids()).toHaveLength(1);
  });
});
