import type { RunReport } from '../../state/run/runStore';
import { shapeText } from '../../tensor/shape';
import { Button } from '../kit/controls/Button';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { saveNpy } from '../kit/saveNpy';

/** Hands out what a run computed as NumPy files, a row for each view. */
export function SaveResults({ report: { pooled, scores, design, features, nodeCount } }: { report: RunReport }) {
  const pool = design.head?.spatial_type === 'max' ? 'maximum' : 'mean';
  return (
    <Stack row gap="half 1">
      <SaveRows name="features" rows={pooled} />
      {scores && <SaveRows name="logits" rows={scores} />}
      <Note inline>
        A row for each view. Features: the {pool} over T, H, W of {shapeText(features)} after conv5. {nodeCount} nodes
        ran.
      </Note>
    </Stack>
  );
}

function SaveRows({ name, rows }: { name: string; rows: readonly Float32Array[] }) {
  const width = rows[0]?.length ?? 0;
  const save = (): void => {
    const data = new Float32Array(rows.length * width);
    rows.forEach((row, view) => {
      data.set(row, view * width);
    });
    saveNpy(name, { dtype: 'float32', shape: [rows.length, width], data });
  };
  return (
    <Button onClick={save}>
      {name}.npy ({shapeText([rows.length, width])})
    </Button>
  );
}
