/** Every write of a browser context into its storage, in order; at one of them the renderer dies, or room runs out. */
import type { Browser, BrowserContext } from '@playwright/test';
import { ASKED, FULL, tellWrites } from './tellWrites.ts';

export interface StorageWrite {
  /** `page`, or a worker's name. */
  scope: string;
  /** The method that writes, e.g. `put`. */
  operation: string;
  /** A database or a file. */
  target: string;
}

export interface Blow {
  /** `kill`: the renderer dies before the write. `full`: neither it nor any later one has room. */
  mode: 'kill' | 'full';
  /** At which write, the first being 1; of `full` those count that need room. */
  at: number;
}

const PRELUDE = '/__tellWrites.js';
/** What a worker's script has to say of itself. */
const ISOLATION = { 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'same-origin' };

/** What works on a full disk too. */
const NEEDS_NO_ROOM = new Set(['delete', 'clear', 'removeEntry', 'removeItem', 'move', 'flush']);

/** The choice of a model is noted whenever the studio opens one, beside whatever a person does. */
const isBeside = ({ operation, target }: StorageWrite) => operation === 'setItem' && target === 'weft-model';

export const writeText = ({ scope, operation, target }: StorageWrite) => `${scope}: ${operation} ${target}`;

export class WriteWatch {
  readonly #browser: Browser;
  #blow: Blow | null = null;
  #counted = 0;
  #lastAt = Date.now();
  #killing: Promise<void> = Promise.resolve();
  /** The write that was struck. */
  struck: StorageWrite | null = null;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** To be called before the context's first page. */
  static async over(browser: Browser, context: BrowserContext): Promise<WriteWatch> {
    const watch = new WriteWatch(browser);
    const words = { asked: ASKED, full: FULL };
    await context.addInitScript(tellWrites, words);
    const serve = (address: string | RegExp, answer: (url: URL) => string) =>
      context.route(address, (route) =>
        route
          .fulfill({ contentType: 'text/javascript', headers: ISOLATION, body: answer(new URL(route.request().url())) })
          // Whoever asked may be dead.
          .catch(() => undefined),
      );
    await serve(`**${PRELUDE}`, () => `(${tellWrites.toString()})(${JSON.stringify(words)});`);
    // Modules are run in the order in which they are imported. Parts that a worker loads later take from it what they share.
    await serve(/\.worker-[^/]*\.js$/, ({ href }) => `import '${PRELUDE}';\nexport * from '${href}?told';`);
    await context.route(`**${ASKED}`, async (route) => {
      const answer = await watch.#answer(route.request().postDataJSON() as StorageWrite).catch(() => null);
      await (answer === null ? route.abort() : route.fulfill({ body: answer })).catch(() => undefined);
    });
    return watch;
  }

  /** Counts writes from now on, and strikes at one of them. */
  begin(blow: Blow | null): void {
    this.#blow = blow;
    this.#counted = 0;
    this.struck = null;
  }

  /** There is room again, and nobody is killed any more. */
  async end(): Promise<void> {
    this.#blow = null;
    await this.#killing;
  }

  /** Once nothing was written for a while. @param rest milliseconds */
  async quiet(rest = 800): Promise<void> {
    const from = Date.now();
    for (;;) {
      const left = Math.max(this.#lastAt, from) + rest - Date.now();
      if (left <= 0) return;
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  }

  /** Ends every renderer of the browser, as a crash does, and waits until the browser knows. */
  async killRenderers(): Promise<void> {
    const session = await this.#browser.newBrowserCDPSession();
    const renderers = async () => {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      return processInfo.flatMap(({ type, id }) => (type === 'renderer' ? id : []));
    };
    const killed = await renderers();
    for (const id of killed) process.kill(id, 'SIGKILL');
    // A page that is opened before that may be given a renderer that is dead.
    while ((await renderers()).some((id) => killed.includes(id)))
      await new Promise((resolve) => setTimeout(resolve, 50));
    await session.detach();
  }

  async #answer(write: StorageWrite): Promise<string | null> {
    this.#lastAt = Date.now();
    if (!this.#blow || isBeside(write)) return 'go on';
    const { mode, at } = this.#blow;
    if (mode === 'full' && NEEDS_NO_ROOM.has(write.operation)) return 'go on';
    this.#counted++;
    if (this.#counted < at) return 'go on';
    const first = this.struck === null;
    this.struck ??= write;
    if (mode === 'full') return FULL;
    // One that another thread asked for meanwhile dies with it.
    if (first) this.#killing = this.killRenderers();
    await this.#killing;
    return null;
  }
}
