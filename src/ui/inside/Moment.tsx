import { useEffect, useState } from 'react';
import { Button } from '../kit/controls/Button';
import { PlayIcon, StopIcon } from '../kit/icons';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import classes from './InsidePanel.module.css';

/** How long each moment stands while playing, in ms. */
const EACH = 180;

/** Scrubs through time, or lets it run. */
export function Moment({ t, frames, onChange }: { t: number; frames: number; onChange: (t: number) => void }) {
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing) return;
    const next = setTimeout(() => onChange((t + 1) % frames), EACH);
    return () => clearTimeout(next);
  }, [playing, t, frames, onChange]);
  if (frames === 1) return null;
  return (
    <Stack row gap="half 1">
      <Button
        style={{ width: 84 }}
        leftSection={playing ? <StopIcon /> : <PlayIcon />}
        onClick={() => setPlaying((before) => !before)}
      >
        {playing ? 'Stop' : 'Play'}
      </Button>
      <input
        className={classes.scrub}
        type="range"
        aria-label="Moment"
        aria-valuetext={`${t + 1} of ${frames}`}
        min={0}
        max={frames - 1}
        value={t}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <Note inline>
        {t + 1} of {frames}
      </Note>
    </Stack>
  );
}
