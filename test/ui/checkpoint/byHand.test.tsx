// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { presetNamed } from '../../../src/design/presets';
import type { OpenFile } from '../../../src/state/checkpoint';
import { RecognitionView } from '../../../src/ui/checkpoint/RecognitionView';
import { renderInStudio } from '../renderInStudio';

const layer3 = { blocks: 6, width: 120 };

test('a file of a design set by hand is not told by its gammas alone', () => {
  const design = { ...presetNamed('S').design, overrides: { layer3 } };
  const recognition = { source: 'metadata', design, decided: [], undecided: [] } as const;
  renderInStudio(<RecognitionView file={{ recognition } as unknown as OpenFile} />);
  expect(screen.getByText('Set by hand, layer3: 6 blocks, width 120.')).toBeInTheDocument();
});
