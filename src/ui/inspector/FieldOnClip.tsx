import type { AxisField, ReceptiveField } from '../../analysis/receptiveField';
import { receptiveFieldsOf } from '../../state/insights';
import { Section } from '../kit/Section';
import { useArchitecture } from '../kit/useStudio';
import { Why } from '../kit/Why';
import classes from './FieldOnClip.module.css';
import type { Subject } from './subject';

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
        <p className={classes.note}>It sees the whole clip.</p>
      )}
      {field.local && (
        <p className={classes.sizes}>
          <Why subject={`it sees ${field.size.join(' by ')}`} shown={`${field.size.join(' × ')} of t × h × w`}>
            <p>Each convolution adds kernel − 1 of its own steps; a stride makes later steps longer.</p>
            <AxisAnswer name="t" field={field.local.t} clip={frames} />
            <AxisAnswer name="h" field={field.local.h} clip={height} />
            <AxisAnswer name="w" field={field.local.w} clip={width} />
          </Why>
        </p>
      )}
      {field.local && field.globalThrough && <p className={classes.note}>{GLOBAL[field.globalThrough]}</p>}
    </Section>
  );
}

function AxisAnswer({ name, field, clip }: { name: string; field: AxisField; clip: number }) {
  const [first, last] = field.seen;
  const cut = field.size > last - first + 1 ? `, of which the clip’s ${clip} hold ${first} to ${last}` : '';
  return (
    <p>
      {name}: {field.size} positions, one output every {field.jump}
      {cut}
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
