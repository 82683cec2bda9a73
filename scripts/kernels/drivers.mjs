/**
 * Finds a Vulkan driver that ONNX Runtime's WebGPU provider runs on in Node: Mesa's lavapipe, which computes on the
 * processor and has half precision; SwiftShader, which comes with Chromium and has not; or the machine's own.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { findBrowser } from '../browser/find.mjs';

/** @typedef {{ name: string, environment: Record<string, string> }} Candidate */
/** @typedef {Candidate & { half: boolean }} Driver a driver that works, and whether it computes in half precision */

const ICD_FOLDERS = ['/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d', '/etc/vulkan/icd.d'];
const CHROMIUM_FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
const PROBE = new URL('probe.mjs', import.meta.url).pathname;

/** Files of a folder that may not be there. @param {string} folder */
function filesOf(folder) {
  return existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : [];
}

function lavapipe() {
  const icds = ICD_FOLDERS.flatMap(filesOf).filter((file) => /\/lvp_icd\b.*\.json$/.test(file));
  return icds.map((icd) => ({ name: `lavapipe (${icd})`, environment: { VK_ICD_FILENAMES: icd } }));
}

function swiftShader() {
  const browser = findBrowser();
  const folders = [...CHROMIUM_FOLDERS, ...(browser ? [dirname(browser)] : [])];
  const icds = folders.map((folder) => join(folder, 'vk_swiftshader_icd.json')).filter(existsSync);
  return [...new Set(icds)].map((icd) => ({
    name: `SwiftShader (${icd})`,
    // Chromium keeps Vulkan's loader beside the driver.
    environment: {
      VK_ICD_FILENAMES: icd,
      LD_LIBRARY_PATH: [dirname(icd), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    },
  }));
}

/** What the system chooses by itself: a GPU's driver, Metal, Direct3D, or what the environment names. */
const own = { name: 'the machine’s own', environment: {} };

/** @returns {Candidate[]} */
function candidates() {
  if (process.env.VK_ICD_FILENAMES || process.env.VK_DRIVER_FILES || process.platform !== 'linux') return [own];
  return [...lavapipe(), ...swiftShader(), own];
}

/** Which precisions work, tried in a process of its own: a driver may take its process down. @param {Candidate} candidate */
function probe({ environment }) {
  const works = (/** @type {string} */ precision) =>
    spawnSync(process.execPath, [PROBE, precision], {
      env: { ...process.env, ...environment },
      stdio: 'ignore',
      timeout: 60_000,
    }).status === 0;
  return { single: works('float32'), half: works('float16') };
}

/**
 * The first driver that works; one with half precision is preferred.
 * @returns {Driver | null}
 */
export function findDriver() {
  /** @type {Driver | null} */
  let withoutHalf = null;
  for (const candidate of candidates()) {
    const { single, half } = probe(candidate);
    if (single && half) return { ...candidate, half };
    if (single) withoutHalf ??= { ...candidate, half };
  }
  return withoutHalf;
}
