// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { isGroup, partsByPath } from '../../../src/architecture/walk';
import { LESSONS } from '../../../src/lessons/lessons';
import { createApp } from '../../../src/state/app';
import { architectureOf } from '../../../src/state/document/derived';
import { LessonHandout } from '../../../src/ui/lessons/LessonHandout';
import { renderInStudio } from '../renderInStudio';

test('a drawing on paper shows what its step is about, opened', () => {
  let shown = 0;
  for (const lesson of LESSONS) {
    renderInStudio(createApp(), <LessonHandout lesson={lesson} />);
    lesson.steps.forEach(({ scene: { design, at } }, index) => {
      const picture = screen.queryByAltText(`The network of step ${index + 1}`)?.parentElement;
      const part = at === null ? undefined : partsByPath(architectureOf(design)).get(at);
      if (!picture || !part) return;
      const inside = isGroup(part) ? part.children : [part];
      for (const { path } of inside)
        expect(decodeURIComponent(picture.innerHTML), `${lesson.name}, step ${index + 1}`).toContain(
          `>${path.split('.').at(-1)}<`,
        );
      shown += 1;
    });
    cleanup();
  }
  expect(shown).toBeGreaterThan(0);
});
