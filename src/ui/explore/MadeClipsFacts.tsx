import type { ReactNode } from 'react';
import { type MadeClips, shareSpanText } from '../../present/madeClips';
import { trainedFamily } from '../../scaling/trainedFamily';
import { FactList } from '../kit/FactList';
import { Text } from '../kit/Text';

/** What a trained design got right: by seed, with frames shuffled, and played backwards. */
export function MadeClipsFacts({ known: { runs, here, ...share } }: { known: MadeClips }) {
  const { clips } = trainedFamily().recipe;
  return (
    <>
      <FactList
        facts={[
          [`right, mean of ${runs.length === 1 ? 'one seed' : `${runs.length} seeds`}`, shareSpanText(share)],
          ...runs.map(({ seed, right, shuffled, backwards }): [string, ReactNode] => [
            `seed ${seed}`,
            <>
              {right} of {clips}
              <Text key="also" as="div" size="xs" tone="ink-3" weight={400}>
                shuffled {shuffled}, backwards {backwards}
              </Text>
            </>,
          ]),
        ]}
      />
      <Text size="xs" tone="ink-3">
        {here ? 'Trained in this page' : 'Trained by the command line'} on made clips of four directions, not Kinetics.
        Backwards, the opposite direction is right.
      </Text>
    </>
  );
}
