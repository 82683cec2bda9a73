/** A folder that a person chose or dropped, as a model to be copied. */
import { inspectCheckpoint, readFolderConfigs } from '@weft/engine';
import type { StoredModel } from '../../src/contract/models.ts';
import type { LocalFile } from '../../src/contract/modelsWorker.ts';
import { chooseFiles } from './chooseFiles.ts';
import { familyText } from './familyText.ts';
import { localSource } from './localSource.ts';
import { newModelId } from './modelIdentity.ts';

/** A model on the person's disk, as it will be stored. */
export interface LocalModel {
  model: StoredModel;
  /** Its files, by their paths in the model. */
  contents: Map<string, File>;
  /** What a person should know of how it was read. */
  notes: string[];
}

/** @throws StudioError or ArchitectureError where it is no model, or none that the studio can use */
export async function openFolder(files: readonly LocalFile[]): Promise<LocalModel> {
  const { root, name } = modelRoot(files.map(({ path }) => path));
  const byPath = new Map(
    files.flatMap(({ path, file }) => (path.startsWith(root) ? [[path.slice(root.length), file] as const] : [])),
  );
  // Of another architecture that is to be said, not that it lacks a folder which only Stable Diffusion has.
  await readFolderConfigs(localSource(name, byPath));
  const chosen = chooseFiles(new Set(byPath.keys()));
  const contents = new Map([...byPath].filter(([path]) => chosen.includes(path)));
  const family = familyText(await inspectCheckpoint(localSource(name, contents)));
  const model: StoredModel = {
    id: newModelId(name),
    name,
    origin: { kind: 'folder', name },
    layout: 'diffusers',
    family,
    files: [...contents].map(([path, file]) => ({ path, bytes: file.size, digest: null })),
    addedAt: Date.now(),
  };
  return { model, contents, notes: [] };
}

/** The innermost folder that has the model's index or its U-Net: people also choose the folder around it. */
function modelRoot(paths: readonly string[]): { root: string; name: string } {
  const marks = paths
    .map((path) => /^(.*\/)?(?:model_index\.json|unet\/config\.json)$/.exec(path))
    .flatMap((match) => (match ? [match[1] ?? ''] : []))
    .sort((a, b) => a.length - b.length);
  const common = /^[^/]+\//.exec(paths[0] ?? '')?.[0] ?? '';
  const root = marks[0] ?? (paths.every((path) => path.startsWith(common)) ? common : '');
  return { root, name: root.split('/').filter(Boolean).at(-1) ?? 'My model' };
}
