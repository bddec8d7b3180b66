import { leftOutText } from '../../state/run/imageFolder';
import { runServiceOf } from '../../state/run/runService';
import type { PlannedSource } from '../../state/run/runStore';
import { countText, ordinalText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useDocument, useRun } from '../app/useStudio';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { Words } from '../kit/Words';

/** What the source is, how far a clip reaches over it, and how it was decoded where that is not exact to the frame. */
export function SourceLine({ source: { facts, plan, span } }: { source: PlannedSource }) {
  const { t, interval } = useDocument(({ legal }) => legal.clip);
  const input = useRun(({ settings }) => settings.input);
  const leftOut = input.kind === 'images' ? leftOutText(input.folder) : null;
  const seconds = facts.fps ? `, ${(span / facts.fps).toFixed(2)} s` : '';
  return (
    <>
      <Note>
        <strong>{facts.name}</strong> {countText(facts.frameCount, 'frame')}, {facts.duration.toFixed(2)} s,{' '}
        {facts.width} × {facts.height}, {codecText(facts.codec)}. <Words text="γ_t" /> {countText(t, 'frame')}, 1/
        <Words text="γ_τ" /> every {ordinalText(interval)} frame: they reach over {span}
        {seconds}.
      </Note>
      {leftOut && <Note>{leftOut}</Note>}
      {facts.kind === 'video-element' && (
        <Note tone="warn">
          This browser has no WebCodecs: the page seeks a video element instead, which is slower, and a frame may be its
          neighbour.
        </Note>
      )}
      {plan && plan.crops.length > 1 && <CropChoice count={plan.crops.length} />}
    </>
  );
}

function CropChoice({ count }: { count: number }) {
  const runService = runServiceOf(useApp());
  const shown = useRun((run) => run.shown.crop);
  return (
    <Stack row gap="half 1">
      <Note inline aria-hidden>
        Crop looked at
      </Note>
      <SegmentedControl
        aria-label="Crop looked at"
        value={String(shown)}
        data={Array.from({ length: count }, (_, crop) => ({ value: String(crop), label: String(crop + 1) }))}
        onChange={(crop) => void runService.show({ crop: Number(crop) })}
      />
    </Stack>
  );
}

/** What people call the codecs; a file spells them out with profile and level. */
const CODECS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    avc1: 'H.264',
    avc3: 'H.264',
    hvc1: 'H.265',
    hev1: 'H.265',
    vp8: 'VP8',
    vp09: 'VP9',
    av01: 'AV1',
  }),
);

function codecText(codec: string): string {
  return CODECS.get(codec.split('.')[0] ?? '') ?? codec;
}
