import { type MadeClips, shareSpanText } from '../../present/madeClips';
import { trainedFamily } from '../../scaling/trainedFamily';
import classes from './FamilyChart.module.css';

/** What a trained design got right: by seed, with frames shuffled, and played backwards. */
export function MadeClipsFacts({ known: { runs, here, ...share } }: { known: MadeClips }) {
  const { clips } = trainedFamily().recipe;
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>right, mean of {runs.length === 1 ? 'one seed' : `${runs.length} seeds`}</dt>
          <dd>{shareSpanText(share)}</dd>
        </div>
        {runs.map(({ seed, right, shuffled, backwards }) => (
          <div key={seed}>
            <dt>seed {seed}</dt>
            <dd>
              {right} of {clips}
              <span className={classes.also}>
                shuffled {shuffled}, backwards {backwards}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <p className={classes.short}>
        {here ? 'Trained in this page' : 'Trained by the command line'} on made clips of four directions, not Kinetics.
        Backwards, the opposite direction is right.
      </p>
    </>
  );
}
