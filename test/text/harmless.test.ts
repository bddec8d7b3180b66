import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escaped, harmless, harmlessSentence, MOST_CHARACTERS } from '../../src/text/harmless';

/** Any text, and often what terminals and the direction of writing obey. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('\x1b[2J', '\x1b]0;title\x07', '\u202e', '\u2066', '\u200b', '\ud800', '\u2028', '\x9b31m', '\r'),
      fc.string({ minLength: 0, maxLength: 600 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

test('whatever the text, what is shown has at most 500 characters and none that acts', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = harmless(text);
      expect([...shown].length).toBeLessThanOrEqual(MOST_CHARACTERS);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      // Shown once more it is the same: it does not matter how many doors a text goes through.
      expect(harmless(shown)).toBe(shown);
    }),
  );
});

test('a plain text is left alone, a long one is cut with an ellipsis', () => {
  expect(harmless('layer1.0.conv1.conv.weight, größer als 7 × 7 🙂')).toBe(
    'layer1.0.conv1.conv.weight, größer als 7 × 7 🙂',
  );
  expect(harmless('x'.repeat(501))).toBe(`${'x'.repeat(499)}…`);
  expect([...harmless('🙂'.repeat(501))]).toHaveLength(500);
  expect(harmless('abcdef', 4)).toBe('abc…');
});

test('a gigabyte would cost no more than a page', () => {
  const text = '\x1b'.repeat(2 ** 26);
  // V8 joins the pieces of a repeated text when somebody first looks into it.
  text.charCodeAt(2 ** 25);
  const best = Math.min(
    ...Array.from({ length: 9 }, () => {
      const start = performance.now();
      harmless(text);
      return performance.now() - start;
    }),
  );
  expect(best).toBeLessThan(50);
});

test('escapes are those of source code', () => {
  expect(escaped('a\x1b[31mb\u202ec\n\u{e0041}')).toBe('a\\x1b[31mb\\u202ec\\n\\udb40\\udc41');
  expect(escaped('one\ntwo\x07', '\n')).toBe('one\ntwo\\x07');
});

test('JSON stays JSON', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(JSON.parse(escaped(JSON.stringify({ text }, null, 2), '\n'))).toEqual({ text });
    }),
  );
});

test('a long name inside a sentence leaves room for the rest of it', () => {
  const sentence = harmlessSentence(`The first is ${'module.'.repeat(10_000)}weight. Save it again.`);
  expect(sentence).toMatch(/^The first is module\..*… Save it again\.$/);
  expect(sentence.length).toBeLessThan(160);
});
