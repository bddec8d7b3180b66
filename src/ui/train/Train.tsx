import { type ReactNode, useEffect, useMemo } from 'react';
import { forecastOf } from '../../state/train/forecast';
import { recipeOf } from '../../state/train/recipeSettings';
import { macsOf, smallNetwork, tooLarge, trainedDesign } from '../../state/train/trainDesign';
import { amountText, timeText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useClasses, useDesign, useDocument, useTrain } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Stack } from '../kit/Stack';
import { Block } from './Block';
import { Carry } from './Carry';
import { Controls } from './Controls';
import { Data } from './Data';
import { Outcome } from './Outcome';
import { OwnControls } from './own/OwnControls';
import { OwnData } from './own/OwnData';
import { OwnOutcome } from './own/OwnOutcome';
import { SourceSwitch } from './own/SourceSwitch';
import classes from './Train.module.css';

/**
 * The face where the network on the screen learns: data beside it, what comes of it on the other side.
 * @param graph the network on the screen, drawn by another room
 */
export function Train({ graph }: { graph: ReactNode }) {
  const design = useDesign();
  const own = useClasses(({ source }) => source === 'own');
  const large = tooLarge(design);
  const size = large ? SMALL : design.clip;
  useGlow();
  return (
    <div className={classes.face} data-own={own || undefined}>
      <aside className={classes.data} aria-label="Data and recipe">
        <SourceSwitch />
        {own ? <OwnData /> : <Data size={size} />}
      </aside>
      <main className={classes.network} aria-label="Network">
        {own ? <OwnControls /> : <Controls disabled={large !== null} />}
        {!own && !large && <Carry />}
        {large && !own && <TooLarge macs={large.macs} />}
        <div className={classes.graph}>{graph}</div>
        {!own && <Block />}
      </main>
      <aside className={classes.outcome} aria-label="Outcome">
        {own ? <OwnOutcome /> : <Outcome />}
      </aside>
    </div>
  );
}

/** While a network learns here, its blocks are coloured by how much their weights change; elsewhere as they were. */
function useGlow(): void {
  const app = useApp();
  const motion = useTrain(({ phase }) => phase.kind === 'running');
  const tuning = useClasses(({ phase }) => phase.kind === 'tuning');
  const running = motion || tuning;
  useEffect(() => {
    if (running && app.session.getState().measure === 'kind') app.session.setState({ measure: 'learning' });
  }, [app, running]);
  useEffect(() => {
    return () => {
      if (app.session.getState().measure === 'learning') app.session.setState({ measure: 'kind' });
    };
  }, [app]);
}

const SMALL = { t: 8, h: 32, w: 32 };

/** Says that the network on the screen is too large to learn here, and offers one that is not. */
function TooLarge({ macs }: { macs: number }) {
  const app = useApp();
  const choice = useTrain((state) => state.choice);
  const { task } = choice;
  const design = useDocument(({ legal }) => legal);
  const { ms, memory } = useMemo(
    () => forecastOf(trainedDesign(design, choice.task), recipeOf(choice)),
    [design, choice],
  );
  return (
    <Stack row gap="1h" className={classes.large} role="status">
      <p>
        This network takes {amountText(macs, 'MACs')} a clip. One update on {recipeOf(choice).batch} clips would take
        about {timeText(ms)} on one thread, and {amountText(memory, 'B')} of memory. Its small sibling takes{' '}
        {amountText(macsOf(smallNetwork(task)), 'MACs')} and learns in a minute or two; your design is one Undo away.
      </p>
      <Button variant="filled" onClick={() => app.document.open({ design: smallNetwork(task), preset: 'defaults' })}>
        Take the small network
      </Button>
    </Stack>
  );
}
