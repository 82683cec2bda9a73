/** How much JavaScript a page and its workers hold, and the process that they run in. */
import { readFileSync } from 'node:fs';

/**
 * @typedef {object} MemoryUse bytes
 * @property {number} heap used by JavaScript's objects, of the page and all its workers
 * @property {number} buffers of array buffers that belong to them
 * @property {number} resident of the renderer's process; 0 where it isn't asked or the system doesn't tell
 */

export class HeapUse {
  /** Sessions of the page's workers. @type {Set<string>} */
  #workers = new Set();
  /** @type {Map<string, (usage: any) => void>} */
  #waiting = new Map();
  #asked = 0;

  /**
   * @param {import('@playwright/test').CDPSession} page
   * @param {import('@playwright/test').CDPSession | null} browser without it the process isn't asked
   */
  constructor(page, browser = null) {
    this.page = page;
    this.browser = browser;
  }

  /** Hears of the page's workers from now on. */
  async start() {
    this.page.on('Target.attachedToTarget', ({ sessionId }) => this.#workers.add(sessionId));
    this.page.on('Target.detachedFromTarget', ({ sessionId }) => this.#workers.delete(sessionId));
    this.page.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
      const { id, result } = JSON.parse(message);
      this.#waiting.get(`${sessionId} ${id}`)?.(result);
    });
    await this.page.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
  }

  /** @returns {Promise<MemoryUse>} */
  async now() {
    const own = await this.page.send('Runtime.getHeapUsage');
    const others = await Promise.all([...this.#workers].map((session) => this.#ofWorker(session)));
    const all = [own, ...others];
    return {
      heap: all.reduce((sum, { usedSize, embedderHeapUsedSize }) => sum + usedSize + embedderHeapUsedSize, 0),
      buffers: all.reduce((sum, { backingStorageSize }) => sum + backingStorageSize, 0),
      resident: await this.#resident(),
    };
  }

  /** A worker that has ended meanwhile holds nothing. @param {string} sessionId */
  #ofWorker(sessionId) {
    const nothing = { usedSize: 0, embedderHeapUsedSize: 0, backingStorageSize: 0 };
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve) => {
      // A worker in the midst of a long computation answers after it.
      const late = setTimeout(() => resolve(nothing), 5000);
      this.#waiting.set(`${sessionId} ${id}`, (usage) => {
        clearTimeout(late);
        resolve(usage ?? nothing);
      });
      const message = JSON.stringify({ id, method: 'Runtime.getHeapUsage' });
      this.page.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => resolve(nothing));
    });
  }

  async #resident() {
    if (!this.browser) return 0;
    const { processInfo } = await this.browser.send('SystemInfo.getProcessInfo');
    const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentOf(id));
    return Math.max(0, ...sizes);
  }
}

/** @param {number} pid */
function residentOf(pid) {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
