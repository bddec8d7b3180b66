import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { partsByPath } from '../../src/architecture/walk';
import { PARAMETERS } from '../../src/design/parameters';
import { presetNamed } from '../../src/design/presets';
import { GLOSSARY } from '../../src/lessons/glossary';
import { LESSONS } from '../../src/lessons/lessons';
import { piecesOf } from './pieces';

test('every term has one sentence, and terms and lessons somewhere in the app to go', () => {
  const architecture = build(presetNamed('S').design);
  const parts = partsByPath(architecture);
  const fields = PARAMETERS.map(({ field }) => field);
  for (const { label, sentence } of GLOSSARY) expect(sentence, label).toMatch(/^[A-Z](?!.*\. [A-Z]).*\.$/);
  const all = [
    ...GLOSSARY.map(({ label, places }) => ({ label, places })),
    ...LESSONS.map(({ title, further }) => ({ label: title, places: further })),
  ];
  for (const { label, places } of all) {
    expect(places.length, label).toBeGreaterThan(0);
    for (const place of places) {
      if (place.kind === 'field') expect(fields).toContain(place.field);
      if (place.kind !== 'part') continue;
      expect(place.paths(architecture).length, place.label).toBeGreaterThan(0);
      for (const path of place.paths(architecture)) expect(parts.has(path), path).toBe(true);
    }
  }
});

test('terms are named once, and lessons use only those', () => {
  const names = GLOSSARY.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const used = LESSONS.flatMap(piecesOf).flatMap((piece) =>
    typeof piece === 'object' && piece.kind === 'term' ? [piece.term] : [],
  );
  expect(used.length).toBeGreaterThan(20);
  for (const term of used) expect(names).toContain(term);
});
