import { trainedOf } from '../../state/train/trained';
import { TRAINED_HERE, type TrainedCard } from '../../state/train/trainedCard';
import { exactText, shareText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useRun } from '../app/useStudio';
import { useTrainedCard, useTrainedNetwork } from '../app/useTrainedCard';
import { Button } from '../kit/controls/Button';
import { Note } from '../kit/Note';

/** While weights are random: a trained network and a clip made for it, in one press. With it open: what it was tested on. */
export function TrainedOffer() {
  const trained = trainedOf(useApp());
  const random = useRun(({ settings }) => settings.weights.kind !== 'checkpoint');
  const network = useTrainedNetwork();
  const busy = useRun(({ status }) => status.kind === 'working' && status.purpose !== 'preview');
  if (network) return <TestedOn busy={busy} />;
  if (!random) return null;
  return (
    <Note>
      The weights are random until a checkpoint is opened.{' '}
      <Button size="compact-sm" disabled={busy} onClick={() => void trained.run()}>
        Run a trained network
      </Button>{' '}
      It tells where a ball rolls, and is shown one. Then the camera.
    </Note>
  );
}

/** For which inputs the trained network was tested, and how well it did. */
function TestedOn({ busy }: { busy: boolean }) {
  const trained = trainedOf(useApp());
  const card = useTrainedCard();
  return (
    <Note as="div" style={{ gap: 'var(--x3d-space-1h)' }}>
      {card && <Tested card={card} />}
      <p>
        <Button size="compact-sm" disabled={busy} onClick={() => void trained.run()}>
          Another clip
        </Button>{' '}
        <Button size="compact-sm" disabled={busy} onClick={() => void trained.runOnCamera()}>
          Hold up a hand to the camera
        </Button>
      </p>
    </Note>
  );
}

function Tested({ card: { sentence, inputs, test, strokes, stills, odd, failures } }: { card: TrainedCard }) {
  const ranked = Object.entries(test.perClass).toSorted(([, a], [, b]) => b.share - a.share);
  const [best, worst] = [ranked.at(0), ranked.at(-1)];
  return (
    <>
      <p>
        {sentence} {TRAINED_HERE} Tested on {inputs}: it named {shareText(test.accuracy.share)} of{' '}
        {exactText(test.accuracy.trials)} held-out clips rightly (95 % interval {shareText(test.accuracy.low)} to{' '}
        {shareText(test.accuracy.high)})
        {best && worst && (
          <>
            , best {best[0]}, {shareText(best[1].share)}, worst {worst[0]}, {shareText(worst[1].share)}
          </>
        )}
        .
      </p>
      <details>
        <summary>What it was tested on, and where it fails</summary>
        <ul>
          <li>
            A striped ball along straight strokes: {shareText(strokes.share)} of {strokes.trials}.
          </li>
          {Object.entries(stills).map(([name, { moving, windows, textured, threshold }]) => (
            <li key={name}>
              Windows moved over stills of {name}: {shareText(moving.share)} of the moving classes ({moving.trials}{' '}
              clips; {shareText(moving.low)} to {shareText(moving.high)}), on the {textured} of {windows} windows that
              have texture (a slope of {threshold} levels a pixel in every direction).
            </li>
          ))}
          <li>
            Clips of none of its classes: it holds back {shareText(odd.refused.share)} of {odd.refused.trials}; of clips
            it knows it answers {shareText(odd.answered.share)}, and {shareText(odd.rightOfAnswered.share)} of these
            rightly.
          </li>
          {failures.map((failure) => (
            <li key={failure}>{failure}</li>
          ))}
        </ul>
      </details>
    </>
  );
}
