import type { AxisField, ReceptiveField } from '../../analysis/receptiveField';
import type { Subject } from '../../present/subject';
import { receptiveFieldsOf } from '../../state/document/insights';
import { countText } from '../../text/numberText';
import { useArchitecture } from '../app/useStudio';
import { ExplainPopover } from '../kit/ExplainPopover';
import { Section } from '../kit/Section';
import { Text } from '../kit/Text';
import classes from './FieldOnClip.module.css';

/** Height of the drawn frame, in pixels. */
const FRAME = 84;

/** Why an output depends on more than its local field. */
const GLOBAL: Readonly<Record<NonNullable<ReceptiveField['globalThrough']>, string>> = {
  gate: 'Through squeeze-and-excitation it depends on the whole clip too, by one number a channel.',
  pool: 'A pool has taken the mean or maximum over the whole clip.',
  norm: 'A norm with the clip’s own statistics makes it depend on the whole clip too.',
};

/** What one output sees of the clip: t × h × w, drawn on the clip's frames. */
export function FieldOnClip({ subject }: { subject: Subject }) {
  const architecture = useArchitecture();
  const fields = receptiveFieldsOf(architecture);
  // What several blocks see is what the last one sees, and the network sees what its last layer sees.
  const last = subject.parts[subject.parts.length - 1];
  const field = last && fields.get(subject.path === last.path ? subject.path : last.path);
  if (!field) return null;
  const [, , frames = 1, height = 1, width = 1] = architecture.clip;
  return (
    <Section title="Receptive field" aside={field.size.join(' × ')}>
      {field.local ? (
        <Drawing local={field.local} frames={frames} height={height} width={width} />
      ) : (
        <Text size="sm" tone="ink-2">
          It sees the whole clip.
        </Text>
      )}
      {field.local && <Size local={field.local} onClip={field.size} />}
      {field.local && field.globalThrough && (
        <Text size="sm" tone="ink-2">
          {GLOBAL[field.globalThrough]}
        </Text>
      )}
    </Section>
  );
}

/** The field as the convolutions make it, t × h × w, and what of it lies on the clip. */
function Size({ local, onClip }: { local: NonNullable<ReceptiveField['local']>; onClip: readonly number[] }) {
  const whole = [local.t, local.h, local.w].map(({ size }) => size);
  const isCut = whole.some((size, axis) => size !== onClip[axis]);
  return (
    <p>
      <ExplainPopover subject={`it sees ${whole.join(' by ')}`} shown={`${whole.join(' × ')} of t × h × w`}>
        <p>Each convolution adds kernel − 1 of its own steps; a stride makes later steps longer.</p>
        <AxisAnswer name="t" what="frame" field={local.t} />
        <AxisAnswer name="h" what="row" field={local.h} />
        <AxisAnswer name="w" what="column" field={local.w} />
      </ExplainPopover>
      {isCut && `, of which ${onClip.join(' × ')} lie on the clip`}
    </p>
  );
}

/** One axis in words; frames, rows and columns are counted from 1. */
function AxisAnswer({ name, what, field }: { name: string; what: string; field: AxisField }) {
  const [first, last] = field.seen;
  return (
    <p>
      {name}: {countText(field.size, what)}, {countText(field.jump, what)} further for each next output; on the clip{' '}
      {what}s {first + 1} to {last + 1}
    </p>
  );
}

/** Frames side by side, those that are seen in full colour, with the part of the picture that is seen. */
function Drawing(props: {
  local: NonNullable<ReceptiveField['local']>;
  frames: number;
  height: number;
  width: number;
}) {
  const { local, frames, height, width } = props;
  const aspect = width / height;
  const step = 9;
  const [first, last] = local.t.seen;
  const side = { width: FRAME * aspect, height: FRAME };
  const rect = (axis: AxisField, clip: number, pixels: number) => {
    const [from, to] = axis.seen;
    return { at: (from / clip) * pixels, size: Math.max(1, ((to - from + 1) / clip) * pixels) };
  };
  const [x, y] = [rect(local.w, width, side.width), rect(local.h, height, side.height)];
  return (
    <svg
      className={classes.drawing}
      viewBox={`-1 -1 ${side.width + step * (frames - 1) + 2} ${side.height + 2}`}
      role="img"
      aria-label={`Sees frames ${first + 1} to ${last + 1} of ${frames}, rows ${local.h.seen.join(' to ')} of ${height}, columns ${local.w.seen.join(' to ')} of ${width}`}
    >
      {Array.from({ length: frames }, (_, index) => {
        const frame = frames - 1 - index;
        const seen = frame >= first && frame <= last;
        return (
          <g key={frame} transform={`translate(${frame * step} 0)`}>
            <rect className={classes.frame} {...side} data-seen={seen || undefined} />
            {seen && <rect className={classes.seen} x={x.at} y={y.at} width={x.size} height={y.size} />}
          </g>
        );
      })}
    </svg>
  );
}
