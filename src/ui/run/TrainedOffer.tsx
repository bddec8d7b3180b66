import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { isTrained, runTrained, type TrainedCard, trainedCard } from '../../state/train/browserTrained';
import { useCheckpoint } from '../app/useCheckpoint';
import { useLive } from '../app/useStudio';
import { shareText } from '../kit/numberText';
import parts from './parts.module.css';

/** While weights are random: a trained network and a clip made for it, in one press. With it open: what it was tested on. */
export function TrainedOffer() {
  const random = useLive(({ settings }) => settings.weights.kind !== 'checkpoint');
  const open = useCheckpoint(({ file }) => isTrained(file));
  const busy = useLive(({ status }) => status.kind === 'working' && status.purpose !== 'preview');
  if (open && !random) return <TestedOn busy={busy} />;
  if (!random) return null;
  return (
    <p className={parts.note}>
      The weights are random until a checkpoint is opened.{' '}
      <Button size="compact-sm" disabled={busy} onClick={() => void runTrained()}>
        Run a trained network
      </Button>{' '}
      It knows nine motions, and is shown a clip of one.
    </p>
  );
}

/** For which inputs the trained network was tested, and how well it did. */
function TestedOn({ busy }: { busy: boolean }) {
  const [card, setCard] = useState<TrainedCard | null>(null);
  useEffect(() => {
    void trainedCard().then(setCard);
  }, []);
  return (
    <p className={parts.note}>
      {card && (
        <>
          {card.sentence} It named {shareText(card.accuracy.share)} of {card.accuracy.trials} held-out clips rightly (95
          % interval {shareText(card.accuracy.low)} to {shareText(card.accuracy.high)})
          {card.best && card.worst && (
            <>
              , best {card.best[0]}, {shareText(card.best[1].share)}, worst {card.worst[0]},{' '}
              {shareText(card.worst[1].share)}
            </>
          )}
          . It was tested on made clips only: what it says of other videos means little.{' '}
        </>
      )}
      <Button size="compact-sm" disabled={busy} onClick={() => void runTrained()}>
        Another clip
      </Button>
    </p>
  );
}
