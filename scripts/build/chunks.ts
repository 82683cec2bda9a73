/**
 * How the page's script is cut. By itself the bundler makes a chunk of whatever is shared: some hundred small ones, each a
 * request of its own before the first panel can be used. What the first panel needs beside the frame is one chunk, and what
 * the panels behind it share is another.
 */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const PRELOADED = new Set(['panel', 'Studio', 'start']);

/** What the bundler tells of modules once it knows all of them. */
interface Chunking {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}

const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

/** There before the first paint. */
const FRAME = ['main.tsx'].map(source);
/** Loaded whichever panel is first. */
const FIRST_PANEL = ['app/Studio.tsx', 'app/start.ts'].map(source);
const OTHER_PANELS = [
  'features/training/TrainPanel.tsx',
  'features/create/CreatePanel.tsx',
  'features/compare/ComparePanel.tsx',
  'features/morph/MorphPanel.tsx',
  'app/KeptLibrary.tsx',
].map(source);

/** The modules that these import, and so on, themselves among them. */
function closure(entries: readonly string[], chunking: Chunking): Set<string> {
  const found = new Set<string>();
  const left = [...entries];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    left.push(...(chunking.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}

/** Modules to the chunks that they belong in. */
function cut(chunking: Chunking): ReadonlyMap<string, string> {
  const frame = closure(FRAME, chunking);
  const chunks = new Map<string, string>();
  const uses = new Map<string, number>();
  for (const entry of OTHER_PANELS) {
    for (const id of closure([entry], chunking)) uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  for (const [id, count] of uses) if (count > 1) chunks.set(id, 'panels');
  for (const id of closure(FIRST_PANEL, chunking)) chunks.set(id, 'panel');
  for (const id of frame) chunks.set(id, 'frame');
  for (const id of [...FRAME, ...FIRST_PANEL, ...OTHER_PANELS]) chunks.delete(id);
  return chunks;
}

let known: ReadonlyMap<string, string> | null = null;

/** A chunk as the bundler asks for it: modules that it names go there with all that they import and no other chunk has. */
const chunk = (wanted: string, priority: number) => ({
  name(id: string, chunking: Chunking): string | null {
    known ??= cut(chunking);
    return known.get(id) === wanted ? wanted : null;
  },
  debugName: wanted,
  priority,
});

/** The page's chunks: what comes first takes what later ones share with it. */
export const PAGE_CHUNKS = [chunk('frame', 3), chunk('panel', 2), chunk('panels', 1)];

/** Has the browser fetch the first panel's chunk beside the frame's, rather than once that has run. */
export function preloadPanel(): Plugin {
  return {
    name: 'preload-panel',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle, path }) {
        if (!path.endsWith('index.html')) return html;
        const files = Object.values(bundle ?? {}).filter(
          ({ type, name }) => type === 'chunk' && PRELOADED.has(name ?? ''),
        );
        return files.map(({ fileName }) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `./${fileName}` },
          injectTo: 'head',
        }));
      },
    },
  };
}
