/**
 * The headers that the studio is served with. `public/_headers` says the same to static hosts, which a test holds. A page
 * that reads other people's files may run no script but its own, and reach nothing but its own place and the hub.
 */

/** Hosts of the Hugging Face hub, and those that its files lie on. */
const HUB = ['https://huggingface.co', 'https://*.huggingface.co', 'https://hf.co', 'https://*.hf.co'];

/** Cross-origin isolation: without these two headers browsers give no SharedArrayBuffer, hence no wasm threads. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * @param hubs origins of mirrors of the hub that may be reached too
 * @param development the development server's nonce, by which it may run what it writes into the page; its page hears of
 *   changes over a socket
 */
export function securityHeaders(hubs: readonly string[] = [], development: string | null = null) {
  const script = ["'self'", "'wasm-unsafe-eval'", ...(development === null ? [] : [`'nonce-${development}'`])];
  const policy = {
    'default-src': ["'self'"],
    'script-src': script,
    'worker-src': ["'self'"],
    // Components that lay themselves over the page bring their styles along in elements of their own.
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'blob:', 'data:'],
    'media-src': ["'self'", 'blob:'],
    'connect-src': ["'self'", 'blob:', ...HUB, ...hubs, ...(development === null ? [] : ['ws:'])],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  return {
    ...ISOLATION,
    'Content-Security-Policy': Object.entries(policy)
      .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
      .join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy':
      'camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), midi=(), payment=(), serial=(), usb=()',
  };
}
