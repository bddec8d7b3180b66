// @vitest-environment jsdom

import { act, fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { presetNamed } from '../../../src/design/presets';
import { type App, createApp } from '../../../src/state/app';
import type { OpenFile } from '../../../src/state/files/checkpoint';
import { RecognitionView } from '../../../src/ui/checkpoint/RecognitionView';
import { WeightsExport } from '../../../src/ui/checkpoint/WeightsExport';
import { renderInStudio } from '../renderInStudio';

let app: App;
beforeEach(() => {
  app = createApp();
});

const layer3 = { blocks: 6, width: 120 };

test('a file of a design set by hand is not told by its gammas alone', () => {
  const design = { ...presetNamed('S').design, overrides: { layer3 } };
  const recognition = { source: 'metadata', design, decided: [], undecided: [] } as const;
  renderInStudio(app, <RecognitionView file={{ recognition } as unknown as OpenFile} />);
  expect(screen.getByText('Set by hand, layer3: 6 blocks, width 120.')).toBeInTheDocument();
});

test('weights of a design set by hand are promised to no code base, in any naming', () => {
  renderInStudio(app, <WeightsExport />);
  expect(screen.getByText(/as a Recognizer3D loads it/)).toBeInTheDocument();
  expect(screen.queryByRole('note')).toBeNull();
  act(() => app.document.setByHand('layer3', layer3));
  expect(screen.queryByText(/as a Recognizer3D loads it/)).toBeNull();
  expect(screen.getByRole('note')).toHaveTextContent(/mmaction2 cannot build this network.*layer3 has blocks, width/);
  fireEvent.click(screen.getByText('SlowFast'));
  expect(screen.getByRole('note')).toHaveTextContent(/SlowFast cannot build .*layer3: 6 blocks, width 120/);
});
