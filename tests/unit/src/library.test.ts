/** The library in words, and which dropped files belong together. */
import { describe, expect, it } from 'vitest';
import type { AdapterOrigin } from '../../../src/contract/runs/runs.ts';
import { adapterFacts, embeddingFacts, originText } from '../../../src/features/library/cards/itemFacts.ts';
import { originRows } from '../../../src/features/library/cards/originRows.ts';
import { adapterNameOf, groupAdapterFiles } from '../../../src/features/library/files/groupAdapterFiles.ts';
import { type KeptAdapter, type KeptEmbedding, subjectPrompt } from '../../../src/features/library/libraryState.ts';
import { EmbeddingRecord } from '../../../src/features/library/records/embeddingRecords.ts';

const trained: AdapterOrigin = {
  kind: 'trained',
  settings: {
    instancePrompt: 'a sks cloth',
    classPrompt: '',
    steps: 300,
    priorWeight: 1,
    flip: true,
    warmup: null,
    targets: ['attention', 'feed-forward'],
    schedule: { kind: 'cosine', floorShare: 0.1 },
  },
  losses: [],
  stepsDone: 120,
  stopped: true,
};
const record: KeptAdapter = {
  id: '1',
  name: 'Indigo',
  createdAt: Date.UTC(2026, 1, 3, 12),
  method: 'lora',
  adapter: {
    baseModel: 'weft-starter',
    rank: 4,
    loraAlpha: 8,
    modules: [],
    bytes: 4 * 797_184,
  },
  fewSteps: false,
  origin: trained,
  file: null,
};
const merged: AdapterOrigin = {
  kind: 'merged',
  parts: [
    { name: 'Indigo', weight: 0.5, rank: 4, loraAlpha: 8 },
    { name: 'Kente', weight: -1, rank: 2, loraAlpha: 2 },
  ],
};
const foreign: AdapterOrigin = { kind: 'foreign', metadata: { ss_tag_frequency: 'x'.repeat(9000), ss_seed: '42' } };

describe('an adapter in a line', () => {
  it('says what it is', () => {
    expect(adapterFacts(record)).toMatch(/2026.* · weft-starter · rank 4, alpha 8 · 3\.2 MB$/);
    const small = { ...record.adapter, baseModel: '', bytes: 400 };
    expect(adapterFacts({ ...record, adapter: small })).toContain('base model not named · rank 4, alpha 8 · 1 KB');
  });

  it.each([
    [trained, null, '120 of 300 steps'],
    [{ ...trained, stepsDone: 1, stopped: false }, 'a.zip', '1 step · imported from a.zip'],
    [{ ...trained, settings: {} }, null, '120 steps'],
    [merged, null, 'A mix of Indigo × 0.5 and Kente × -1'],
    [foreign, 'b.safetensors', 'Imported from b.safetensors'],
  ] satisfies [AdapterOrigin, string | null, string][])('says where it came from', (origin, file, text) => {
    expect(originText({ ...record, origin, file })).toBe(text);
  });

  it('knows its prompt where there was a run', () => {
    const origins = [trained, merged, foreign, { ...trained, settings: { instancePrompt: 7 } }];
    expect(origins.map((origin) => subjectPrompt({ ...record, origin }))).toEqual(['a sks cloth', null, null, null]);
  });
});

describe('a word in a line', () => {
  const { adapter: _, ...about } = record;
  const embedding = { baseModel: '', token: '<cloth>', width: 192, vectors: new Float32Array(384) };
  const word: KeptEmbedding = { ...about, method: 'embedding', embedding };

  it('says what it is and how it is used', () => {
    expect(embeddingFacts(word)).toMatch(/^<cloth> · .*2026.* · base model not named · 2 rows of 192 numbers · 2 KB$/);
    expect(subjectPrompt(word)).toBe('a <cloth>');
    expect(EmbeddingRecord.safeParse(word).success).toBe(true);
    const torn = { ...word, embedding: { ...embedding, vectors: new Float32Array(383) } };
    expect(EmbeddingRecord.safeParse(torn).success).toBe(false);
  });
});

describe('the settings of a run', () => {
  it('are all there, in words', () => {
    expect(originRows(trained)).toEqual([
      { label: 'Instance prompt', value: 'a sks cloth' },
      { label: 'Class prompt', value: 'empty' },
      { label: 'Steps', value: '300' },
      { label: 'Prior weight', value: '1' },
      { label: 'Flip', value: 'yes' },
      { label: 'Warmup', value: 'none' },
      { label: 'Layers that learn', value: 'attention, feed-forward' },
      { label: 'Learning rate over time', value: 'kind cosine, floor share 0.1' },
    ]);
  });

  it('of a mix are its parts, and of another program’s file its header, long entries cut', () => {
    expect(originRows(merged)[1]).toEqual({ label: 'Kente', value: 'weight -1 · rank 2, alpha 2' });
    const [table, seed] = originRows(foreign);
    expect(table?.value).toHaveLength(401);
    expect(seed).toEqual({ label: 'ss_seed', value: '42' });
  });
});

describe('files that belong together', () => {
  const file = (path: string) => Object.assign(new File([], path.split('/').at(-1) ?? ''), { path });
  const grouped = (...paths: string[]) =>
    groupAdapterFiles(paths.map(file)).map((group) => [group.name, ...group.files.map(({ name }) => name)]);

  it('are each an adapter, with the settings that lie with one alone', () => {
    expect(grouped('./a.safetensors')).toEqual([['a.safetensors', 'a.safetensors']]);
    expect(grouped('adapter_config.json', './x.safetensors')).toEqual([
      ['x.safetensors', 'x.safetensors', 'adapter_config.json'],
    ]);
    expect(grouped('a.safetensors', 'b.safetensors', 'c.zip')).toHaveLength(3);
  });

  it('are told of by themselves where they are no adapter', () => {
    expect(grouped('a.safetensors', 'notes.txt', 'old.pt')).toEqual([
      ['a.safetensors', 'a.safetensors'],
      ['notes.txt', 'notes.txt'],
      ['old.pt', 'old.pt'],
    ]);
    const settings = grouped('a.safetensors', 'b.safetensors', 'adapter_config.json');
    expect(settings.at(-1)).toEqual(['adapter_config.json', 'adapter_config.json']);
  });

  it('are taken from a folder without what else lies in it', () => {
    const folder = ['README.md', 'optimizer.pt', 'adapter_model.safetensors', 'adapter_config.json', 'trainer.json'];
    expect(grouped(...folder.map((name) => `/runs/cloth/${name}`))).toEqual([
      ['cloth/adapter_model.safetensors', 'adapter_model.safetensors', 'adapter_config.json'],
    ]);
    expect(grouped('/cloth/README.md', '/cloth/adapter_model.bin')).toEqual([
      ['cloth/adapter_model.bin', 'adapter_model.bin'],
    ]);
  });

  it.each([
    ['cloth/adapter_model.safetensors', 'cloth'],
    ['a.b.safetensors', 'a.b'],
    ['cloth/two.zip', 'two'],
    ['adapter_model.safetensors', 'adapter_model'],
  ])('%s is called %s', (name, called) => expect(adapterNameOf({ name, files: [] })).toBe(called));
});
