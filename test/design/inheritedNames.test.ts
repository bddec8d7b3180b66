/**
 * Every name that each object inherits (`constructor`, `toString`, `__proto__`, …) as a key, a type and an argument of
 * everything a design can come from: a link, a design file, the metadata of a weight file, a draft, the command line.
 * Each is refused with a sentence, or left out with one; none finds what JavaScript keeps under that name.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../src/architecture/problems';
import { rawDesignFrom } from '../../src/cli/designArguments';
import { UsageError } from '../../src/cli/usage';
import { encodeDesign } from '../../src/codec/designCode';
import { ConfigError } from '../../src/configs/configError';
import { type ConfigDesign, designOfConfig, readConfig } from '../../src/configs/readConfig';
import { completeDesign } from '../../src/design/complete';
import { designFromMetadata } from '../../src/design/metadata';
import { PARAMETERS } from '../../src/design/parameters';
import { presetNamed } from '../../src/design/presets';
import { draftText, readDraft } from '../../src/state/codes/draftCode';
import { readLink } from '../../src/state/codes/linkCode';
import { isLegal } from '../../src/state/document/derived';
import { runs } from '../setup/runs';

const NAMES = Object.getOwnPropertyNames(Object.prototype);
const anyName = fc.constantFrom(...NAMES);

/** What may stand where a value is due: such a name, or something with such a key, however deep. */
const anyValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyName,
    fc.constantFrom(null, 1, true, 'x', -1, 1e308, [], {}),
    fc.tuple(anyName, tie('value')).map(([name, value]) => JSON.parse(`{${JSON.stringify(name)}:${text(value)}}`)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.tuple(anyName, anyName, tie('value')).map(([type, name, value]) => ({ type, [name]: value })),
  ),
})).value;
const text = (value: unknown) => JSON.stringify(value);

/** A design file with such a name somewhere: under a known key, as a key of a section, as a section. */
const anyFile: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...PARAMETERS.map(({ field }) => field.split('.'))), anyValue)
    .map(([[section = '', name = ''], value]) => `{"reference":{},"${section}":{"${name}":${text(value)}}}`),
  fc
    .tuple(fc.constantFrom('reference', 'clip', 'head', 'overrides'), anyName, anyValue)
    .map(([section, name, value]) => `{"reference":{"gamma_w":1},"${section}":{"${name}":${text(value)}}}`),
  fc.tuple(anyName, anyValue).map(([name, value]) => `{"reference":{"gamma_w":1},"${name}":${text(value)}}`),
  fc
    .tuple(fc.constantFrom('reference', 'clip', 'head', 'overrides', 'preset'), anyValue)
    .map(([section, value]) => `{"gamma_w":1,"reference":{"gamma_w":1},"${section}":${text(value)}}`),
  fc
    .tuple(fc.constantFrom('conv_cfg', 'norm_cfg', 'act_cfg'), anyName, anyName, anyValue)
    .map(([cfg, type, name, value]) => `{"${cfg}":{"type":"${type}","${name}":${text(value)}}}`),
  fc
    .tuple(fc.constantFrom('Conv3d', 'BN3d', 'GN', 'ReLU', 'HSigmoid'), anyName, anyValue)
    .map(
      ([type, name, value]) => `{"act_cfg":{"type":"${type}","${name}":${text(value)}},"norm_cfg":{"type":"${type}"}}`,
    ),
);

const SENTENCE = /^(?!.*(function|native code|\[object)).{3,500}$/su;

function opened(json: string): ConfigDesign | null {
  try {
    return designOfConfig(readConfig(json, 'a.json'), { design: presetNamed('S').design, preset: 'S' });
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

test('in a design file each is left out with a sentence, and what opens can be drawn, shared and saved', () => {
  fc.assert(
    fc.property(anyFile, (json) => {
      const found = opened(json);
      if (!found) return;
      for (const sentence of found.dropped) expect(sentence).toMatch(SENTENCE);
      for (const { message } of check(found.design).problems) expect(message).toMatch(SENTENCE);
      expect(`#v=1&${encodeDesign(found)}`).not.toContain('native');
      expect(readLink(`#v=1&${encodeDesign(found)}`)?.shared.design).toBeDefined();
    }),
    runs(4000),
  );
});

test('as the design in a weight file or on the command line each is refused with a sentence', () => {
  fc.assert(
    fc.property(anyFile, (json) => {
      const raw = JSON.parse(json);
      const designs = [
        designFromMetadata(new Map([['design', json]])),
        completeDesign('reference' in raw ? raw : { reference: raw }),
        ...commandLine(json),
      ];
      for (const design of designs) {
        if (!design) continue;
        const { architecture, problems } = check(design);
        for (const { message } of problems) expect(message).toMatch(SENTENCE);
        expect(architecture !== null || problems.length > 0).toBe(true);
      }
    }),
    runs(4000),
  );
});

function commandLine(json: string) {
  try {
    return [rawDesignFrom({ design: json })];
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return [];
  }
}

const LINK_KEYS = [
  ...PARAMETERS.map(({ key }) => key),
  ...'o1 o4 from lesson chart walk budget sweep level colour face room hide h at'.split(' '),
];
const anyLinkValue = anyName.chain((name) =>
  fc.constantFrom(name, `${name},affine:n`, `GN,${name}:8`, `ReLU,${name}:y`, `${name}:1:2`, `S!${name}:0`),
);

test('in a link, under a known key or as a key, what opens can be drawn and what was left out is said', () => {
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...LINK_KEYS), anyName), anyLinkValue, (key, value) => {
      const link = readLink(`#v=1&from=S&${key}=${value}`);
      for (const sentence of link?.dropped ?? []) expect(sentence).toMatch(SENTENCE);
      expect(typeof isLegal(link?.shared.design ?? completeDesign({}))).toBe('boolean');
    }),
    runs(3000),
  );
});

/** Keys whose names are looked up where lessons and parts of a network stand, and those of free text. */
const ELSEWHERE = [
  ...['at', 'lesson'],
  ...PARAMETERS.flatMap(({ key, control }) => (control.kind === 'text' ? [key] : [])),
];

test.each(NAMES)('%s as a value in a link is left out by name, whatever the key', (name) => {
  for (const key of ['v', 'from', 'train', 'present', ...LINK_KEYS].filter((key) => !ELSEWHERE.includes(key))) {
    const pairs = new Map([
      ['v', '1'],
      ['from', 'S'],
      [key, name],
    ]);
    const link = `#${[...pairs].map((pair) => pair.join('=')).join('&')}`;
    expect(readLink(link)?.dropped.join(' '), link).toMatch(new RegExp(`\\b${name}\\b|What ${key} says`));
  }
});

test.each(NAMES)('%s in a draft comes back as a design that can be drawn', (name) => {
  for (const code of [`from=S&ac=${name}`, `from=${name}&nc=${name}`, `from=S&cc=Conv3d,${name}:y&o1=${name}`]) {
    const draft = readDraft({ version: 1, at: 1, now: { code, legal: code }, past: [{ code }], own: { code } });
    if (!draft) throw new Error(`no draft of ${code}`);
    expect(isLegal(draft.now.legal)).toBe(true);
    expect(draftText(draft)).not.toContain('native');
  }
});

test.each(['--act-cfg', '--norm-cfg', '--conv-cfg'])('%s with such a type or argument is refused by name', (flag) => {
  for (const name of NAMES)
    for (const value of [`{"type":"${name}"}`, `{"type":"GN","${name}":1}`, `{"${name}":1}`]) {
      const { problems } = check(rawDesignFrom({ [flag.slice(2)]: value }));
      const errors = problems.filter(({ severity }) => severity === 'error');
      expect(errors.length, `${flag} ${value}`).toBeGreaterThan(0);
      for (const { message } of errors) expect(message).toMatch(SENTENCE);
    }
});
