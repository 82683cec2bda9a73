/** What the studio is served with: the same headers everywhere, and licences beside it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { licenceTexts } from '../../../scripts/build/licences.ts';
import { securityHeaders } from '../../../scripts/build/securityHeaders.ts';

const root = new URL('../../../', import.meta.url).pathname;
const directives = (headers: ReturnType<typeof securityHeaders>) =>
  new Map(
    headers['Content-Security-Policy'].split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );

describe('headers', () => {
  it('are told to static hosts as they are served here', () => {
    const lines = Object.entries(securityHeaders()).map(([name, value]) => `  ${name}: ${value}`);
    expect(readFileSync(`${root}public/_headers`, 'utf8')).toBe(`/*\n${lines.join('\n')}\n`);
  });

  it('let no script run but the studio’s own, and wasm', () => {
    const policy = directives(securityHeaders());
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(policy.get('worker-src')).toEqual(["'self'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(policy.get('connect-src')?.filter((source) => !source.startsWith('https://'))).toEqual(["'self'", 'blob:']);
    expect(securityHeaders(['https://mirror.example'])['Content-Security-Policy']).toContain('https://mirror.example');
    expect(directives(securityHeaders([], 'n')).get('script-src')).not.toContain("'unsafe-inline'");
  });
});

it('licences of all that ships are in one file', () => {
  const texts = licenceTexts(root);
  for (const name of ['react', 'onnxruntime-web', 'comlink', 'fflate', 'gif.js', 'zod', 'uplot']) {
    expect(texts).toMatch(new RegExp(`^${name.replace('.', '\\.')} \\d`, 'm'));
  }
  expect(texts.startsWith('Weft\n\n')).toBe(true);
  expect(texts).not.toMatch(/^vitest \d/m);
});
