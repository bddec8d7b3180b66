import { useMemo, useState } from 'react';
import { byEnergy, energyPlane, planeOf } from '../../analysis/activations/mosaic';
import type { LayerOutput } from '../../state/run/runStore';
import { countText } from '../../text/numberText';
import { Bars } from '../kit/Bars';
import { Columns } from '../kit/DockPanel';
import { LinkButton } from '../kit/LinkButton';
import { Note } from '../kit/Note';
import { PlaneCanvas } from '../kit/PlaneCanvas';
import { Stack } from '../kit/Stack';
import { ChannelMosaic } from './ChannelMosaic';
import { Facts } from './Facts';
import classes from './InsidePanel.module.css';
import { Moment } from './Moment';
import { SeenFrames } from './SeenFrames';

/** One layer's output: frames with time running, channels by energy, statistics, gates. */
export function Activation({ look }: { look: LayerOutput }) {
  const { output, facts, gates } = look;
  const [, , frames = 1, height = 1, width = 1] = output.shape;
  const isPicture = height * width > 1;
  return (
    <Columns first={1.6}>
      <Stack>
        {isPicture ? (
          <Pictures look={look} frames={frames} />
        ) : (
          <Bars values={output.data} name="value" title="One value a channel" />
        )}
      </Stack>
      <Stack>
        <Facts facts={facts} look={look} />
        {gates && gates.data !== output.data && (
          <Bars values={gates.data} name="gate" title="Gates of the squeeze-and-excitation" />
        )}
      </Stack>
    </Columns>
  );
}

function Pictures({ look, frames }: { look: LayerOutput; frames: number }) {
  const { output, facts } = look;
  const [t, setT] = useState(0);
  const [channel, setChannel] = useState<number | null>(null);
  const order = useMemo(() => byEnergy(facts.energy), [facts]);
  const planes = useMemo(
    () =>
      Array.from({ length: frames }, (_, at) =>
        channel === null ? energyPlane(output, at) : planeOf(output, channel, at),
      ),
    [output, channel, frames],
  );
  const strongest = Math.max(Math.abs(facts.min), Math.abs(facts.max));
  const own = useMemo(
    () => planes.reduce((most, { values }) => values.reduce((a, b) => Math.max(a, Math.abs(b)), most), 0),
    [planes],
  );
  return (
    <>
      <Note>
        {channel === null
          ? `Root mean square over ${order.length === 1 ? 'the one channel' : `all ${order.length} channels`}, time from left to right`
          : `Channel ${channel}, number ${order.indexOf(channel) + 1} by energy, time from left to right`}
        ; the strongest value, {own.toPrecision(3)}, is the full colour.{' '}
        {channel !== null && <LinkButton onClick={() => setChannel(null)}>All channels</LinkButton>}
      </Note>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <ol className={classes.strip} tabIndex={0} aria-label={`${countText(frames, 'frame')} of ${look.path}`}>
        {planes.map((plane, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a frame is its place in time.
          <li key={at}>
            <SeenFrames look={look} t={at} />
            <button
              type="button"
              className={classes.tile}
              aria-pressed={at === t}
              aria-label={`Moment ${at + 1}`}
              onClick={() => setT(at)}
            >
              <PlaneCanvas plane={plane} strongest={own} />
            </button>
            <span className={classes.caption}>{at + 1}</span>
          </li>
        ))}
      </ol>
      <Moment t={t} frames={frames} onChange={setT} />
      <ChannelMosaic output={output} order={order} t={t} strongest={strongest} chosen={channel} onChoose={setChannel} />
    </>
  );
}
