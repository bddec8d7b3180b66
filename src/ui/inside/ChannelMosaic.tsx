import { useState } from 'react';
import { planeOf } from '../../analysis/activations/mosaic';
import type { LayerOutput } from '../../state/run/runStore';
import { Button } from '../kit/controls/Button';
import { Note } from '../kit/Note';
import { PlaneCanvas } from '../kit/PlaneCanvas';
import classes from './InsidePanel.module.css';

/** Channels shown at first, and added by each step. */
const STEP = 48;

/** All channels at one moment, the strongest of the clip first; one is chosen for the strip. */
export function ChannelMosaic(props: {
  output: LayerOutput['output'];
  order: readonly number[];
  t: number;
  strongest: number;
  chosen: number | null;
  onChoose: (channel: number) => void;
}) {
  const { output, order, t, strongest, chosen, onChoose } = props;
  const [count, setCount] = useState(STEP);
  const left = order.length - count;
  return (
    <>
      <Note>
        Channels by their energy in the clip, at this moment. Blue is positive, orange negative, grey 0;{' '}
        {strongest.toPrecision(3)} is the full colour, and colours grow with the square root. Choose one to see it over
        time.
      </Note>
      <ol className={classes.mosaic} aria-label="Channels by energy">
        {order.slice(0, count).map((channel) => (
          <li key={channel}>
            <button
              type="button"
              className={classes.tile}
              aria-pressed={channel === chosen}
              aria-label={`Channel ${channel}`}
              onClick={() => onChoose(channel)}
            >
              <PlaneCanvas plane={planeOf(output, channel, t)} strongest={strongest} />
            </button>
            <span className={classes.caption}>{channel}</span>
          </li>
        ))}
      </ol>
      {left > 0 && (
        <div>
          <Button onClick={() => setCount(count + STEP)}>
            {Math.min(STEP, left)} more of {left}
          </Button>
        </div>
      )}
    </>
  );
}
