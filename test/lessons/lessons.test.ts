import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { isLegal } from '../../src/architecture/problems';
import { partsByPath } from '../../src/architecture/walk';
import type { Design } from '../../src/design/design';
import type { Claim, Light, Question } from '../../src/lessons/lesson';
import { LESSONS, lessonNamed } from '../../src/lessons/lessons';
import { designFrom } from '../../src/lessons/network';
import { answerTo, heightAt, verdictOf } from '../../src/lessons/verdict';
import { measureNamed, subjectOf } from '../../src/scaling/measures';
import { claimsOf, optionsOf, paragraphsOf, piecesOf, scenesOf } from './pieces';

const every = LESSONS.map((lesson) => [lesson.name, lesson] as const);

test('there are thirteen lessons, each with a name of its own that a link can carry', () => {
  expect(LESSONS).toHaveLength(13);
  expect(new Set(LESSONS.map(({ name }) => name)).size).toBe(13);
  for (const { name } of LESSONS) expect(encodeURIComponent(name)).toBe(name);
  for (const lesson of LESSONS) expect(lessonNamed(lesson.name)).toBe(lesson);
  expect(lessonNamed('none')).toBeNull();
});

test.each(every)('%s: every claim can be worked out', (_, lesson) => {
  const claims = claimsOf(lesson);
  expect(claims.length).toBeGreaterThan(5);
  for (const claim of claims) {
    expect(claim.value()).toBeGreaterThanOrEqual(0);
    expect(Number.isFinite(claim.value())).toBe(true);
  }
  for (const piece of piecesOf(lesson))
    if (typeof piece === 'object' && piece.kind === 'fact') expect(piece.text()).not.toMatch(/^$|NaN|undefined/);
});

test.each(every)('%s: no number is typed into a sentence', (_, lesson) => {
  // Names that have a digit in them: networks, dimensions, stages and layers, top-1.
  const names = /X[23]D(-[A-Z]+)?|\d-D|layer\d|conv\d|float32|top-1|mmaction2/g;
  for (const paragraph of lesson.steps.flatMap(paragraphsOf)) {
    for (const piece of paragraph) {
      const words = typeof piece === 'string' ? piece : 'words' in piece ? piece.words : '';
      expect(words.replace(names, '')).not.toMatch(/\d/);
    }
  }
});

test.each(every)('%s: sentences are short and calm', (_, lesson) => {
  for (const paragraph of lesson.steps.flatMap(paragraphsOf)) {
    const text = paragraph
      .map((piece) => (typeof piece === 'string' ? piece : 'words' in piece ? piece.words : 'N'))
      .join('');
    expect(text).not.toContain('!');
    for (const sentence of text.split(/[.:;?] /)) expect(sentence.split(' ').length, sentence).toBeLessThanOrEqual(32);
  }
});

test.each(every)('%s: its designs are legal, and what it points at is there', (_, lesson) => {
  for (const step of lesson.steps) {
    for (const { design, at } of scenesOf(step)) {
      expect(isLegal(design), step.title).toBe(true);
      const architecture = build(design);
      const parts = partsByPath(architecture);
      if (at !== null) expect([...parts.keys()]).toContain(at);
      const lights = paragraphsOf(step)
        .flat()
        .filter((piece): piece is Light => typeof piece === 'object' && piece.kind === 'light');
      for (const { words, paths } of lights) {
        expect(paths(architecture).length, words).toBeGreaterThan(0);
        for (const path of paths(architecture)) expect(parts.has(path), `${words}: ${path}`).toBe(true);
      }
    }
  }
});

test.each(every)('%s: it asks, and one answer is right by a margin', (_, lesson) => {
  const questions = lesson.steps.flatMap(({ question }) => (question ? [question] : []));
  expect(questions.length).toBeGreaterThanOrEqual(3);
  for (const question of questions) {
    const asking = lesson.steps.find((step) => step.question === question);
    switch (question.kind) {
      case 'estimate': {
        const answer = question.answer.value();
        expect(answer).toBeGreaterThan(question.from);
        expect(answer).toBeLessThan(question.to);
        // The slider's middle, where it starts, must not be the answer.
        const { from, to, scale } = question;
        expect(verdictOf(question, scale === 'log' ? Math.sqrt(from * to) : (from + to) / 2)).not.toBe('close');
        break;
      }
      case 'choice': {
        const right = question.options[question.right()];
        if (!right) throw new Error('no option is right');
        for (const other of optionsOf(question))
          if (other !== right) expect(other.claim.value()).not.toBe(right.claim.value());
        break;
      }
      case 'point': {
        const parts = question.parts();
        const architecture = build(asking?.scene.design ?? designFrom('S'));
        for (const { path } of parts) expect(partsByPath(architecture).has(path), path).toBe(true);
        expect(question.right().length).toBeGreaterThan(0);
        expect(question.right().length).toBeLessThanOrEqual(parts.length / 2);
        for (const index of question.right()) expect(parts[index]).toBeDefined();
        break;
      }
      case 'draw': {
        const { x, y, at, curve, start } = question;
        for (const place of at) {
          expect(place).toBeGreaterThanOrEqual(x.from);
          expect(place).toBeLessThanOrEqual(x.to);
          expect(heightAt(curve(), place)).toBeGreaterThan(y.from);
          expect(heightAt(curve(), place)).toBeLessThan(y.to);
        }
        expect(
          verdictOf(
            question,
            at.map(() => start),
          ),
        ).not.toBe('close');
        expect(
          verdictOf(
            question,
            at.map((place) => heightAt(curve(), place)),
          ),
        ).toBe('close');
        break;
      }
      case 'place': {
        const { x, y, known, answer } = question;
        for (const design of [...known, answer]) {
          expect(design.x.value()).toBeGreaterThan(x.from);
          expect(design.x.value()).toBeLessThan(x.to);
          expect(design.y.value()).toBeGreaterThan(y.from);
          expect(design.y.value()).toBeLessThan(y.to);
        }
        expect(verdictOf(question, [known[0].x.value(), known[0].y.value()])).not.toBe('close');
        expect(verdictOf(question, [answer.x.value(), answer.y.value()])).toBe('close');
        break;
      }
      case 'task': {
        const keeps = (design: Design) =>
          question.limits.every(({ measure, bound, value }) => {
            const found = measureNamed(measure).of(subjectOf(design));
            return bound === 'at most' ? found <= value : found >= value;
          });
        expect(keeps(question.solution())).toBe(true);
        expect(isLegal(question.solution())).toBe(true);
        expect(asking && keeps(asking.scene.design)).toBe(false);
      }
    }
  }
});

test('a saved answer counts only where it is one to the question that stands there now', () => {
  for (const { question } of LESSONS.flatMap(({ steps }) => steps)) {
    if (!question) continue;
    const own = { choice: 0, point: 0, estimate: 2.5, draw: [1, 1, 1, 1, 1], place: [1e9, 1e6], task: 1 }[
      question.kind
    ];
    expect(answerTo(question, own), question.kind).toEqual(own);
    for (const other of [undefined, -1, [], [2], Number.NaN]) expect(answerTo(question, other)).toBeUndefined();
    const many = question.kind === 'draw' || question.kind === 'place';
    expect(answerTo(question, many ? 1 : [1, 2])).toBeUndefined();
  }
});

test('a number is judged by its ratio to the answer', () => {
  const answer: Claim = { kind: 'claim', unit: 'number', value: () => 10 };
  const question: Question = {
    kind: 'estimate',
    ask: [],
    reveal: [],
    revealed: null,
    answer,
    from: 1,
    to: 99,
    scale: 'log',
  };
  const judged = (...guesses: number[]) => guesses.map((guess) => verdictOf(question, guess));
  expect(judged(8, 9, 12.5)).toEqual(['close', 'close', 'close']);
  expect(judged(5, 7, 20)).toEqual(['near', 'near', 'near']);
  expect(judged(1, 21)).toEqual(['far', 'far']);
});
