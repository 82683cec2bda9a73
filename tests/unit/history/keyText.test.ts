import { describe, expect, it } from 'vitest';
import { keysText } from '../../../src/app/shortcuts/keyText.ts';

describe('keys of a shortcut', () => {
  it('read as they stand on a keyboard', () => {
    expect(keysText('$mod+Shift+z', false)).toEqual(['Ctrl', 'Shift', 'Z']);
    expect(keysText('$mod+Enter', true)).toEqual(['⌘', 'Enter']);
    expect(keysText('Digit1', false)).toEqual(['1']);
    expect(keysText('/', false)).toEqual(['/']);
  });
});
