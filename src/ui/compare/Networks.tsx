import { SegmentedControl } from '@mantine/core';
import { type CSSProperties, useState } from 'react';
import type { ArchitectureDifference, Difference } from '../../analysis/difference';
import { isGroup } from '../../architecture/walk';
import { COLOUR_SCALES, type Step, stepOf } from '../../diagram/colourScales';
import { gateOf } from '../../diagram/looks';
import { costsOf } from '../../state/derived';
import { goTo } from '../../state/goTo';
import { onBothGrounds } from '../kit/measures';
import { countText } from '../kit/numberText';
import { useArchitecture, useConvention, usePinnedCosts } from '../kit/useStudio';
import { CHANGE_WORDS, CHANGES, lastName } from './changes';
import classes from './Networks.module.css';

type View = 'sideBySide' | 'merged';
/** Whose network a row shows: the pinned one, the one on the screen, or both as one. */
type Side = 'before' | 'after' | 'both';

/** Both networks drawn stage by stage and block by block: one over the other, or merged into one. */
export function Networks({ difference, pinned }: { difference: ArchitectureDifference; pinned: string }) {
  const [view, setView] = useState<View>('sideBySide');
  const rows: readonly { readonly side: Side; readonly name: string }[] =
    view === 'merged'
      ? [{ side: 'both', name: 'both' }]
      : [
          { side: 'before', name: 'pinned' },
          { side: 'after', name: 'this' },
        ];
  const columns = `auto repeat(${difference.parts.length}, max-content)`;
  return (
    <section className={classes.room} aria-label="Both networks, block by block">
      <div className={classes.bar}>
        <SegmentedControl
          aria-label="How both networks are drawn"
          data={[
            { value: 'sideBySide', label: 'Side by side' },
            { value: 'merged', label: 'Merged' },
          ]}
          value={view}
          onChange={(next) => setView(next as View)}
        />
        <Legend difference={difference} />
      </div>
      <div className={classes.networks} style={{ gridTemplateColumns: columns }}>
        {rows.map(({ side, name }, index) => (
          <section
            key={side}
            className={classes.network}
            aria-label={side === 'before' ? `The pinned network, ${pinned}` : 'The network on the screen'}
          >
            <span className={classes.name} style={{ gridRow: index + 1 }}>
              {name}
            </span>
            {difference.parts.map((part, column) => (
              <Stage key={part.path} part={part} side={side} place={{ gridRow: index + 1, gridColumn: column + 2 }} />
            ))}
          </section>
        ))}
      </div>
    </section>
  );
}

function Legend({ difference: { blocks, layers } }: { difference: ArchitectureDifference }) {
  return (
    <ul className={classes.legend}>
      {CHANGES.map((change) => (
        <li key={change}>
          <span className={classes.mark} data-change={change} />
          {CHANGE_WORDS[change]}: {countText(blocks[change], 'block')}, {countText(layers[change], 'layer')}
        </li>
      ))}
      <li>
        <span className={classes.gate} />
        SE
      </li>
      <li className={classes.scale}>
        {COLOUR_SCALES.difference.steps.map((step) => (
          <span key={step.label} style={{ '--fill': onBothGrounds(step) } as CSSProperties}>
            {step.label}
          </span>
        ))}
        MACs
      </li>
    </ul>
  );
}

/** A stem, stage, conv5 or head with its blocks in a row; nothing where this side lacks it. */
function Stage({ part, side, place }: { part: Difference; side: Side; place: CSSProperties }) {
  const shown = partOn(side, part);
  if (!shown) return null;
  const blocks = part.kind === 'stage' ? part.children.filter((block) => partOn(side, block)) : [];
  const [, ...shape] = shown.output;
  return (
    <div className={classes.stage} style={place} data-change={part.change}>
      <Chip part={part} side={side} name={part.path} shape={shape.join('×')} className={classes.head} />
      {blocks.length > 0 && (
        <div className={classes.blocks}>
          {blocks.map((block) => (
            <Chip key={block.path} part={block} side={side} name={lastName(block.path)} className={classes.block} />
          ))}
        </div>
      )}
    </div>
  );
}

interface ChipProps {
  readonly part: Difference;
  readonly side: Side;
  readonly name: string;
  /** What it hands on, beside the name. */
  readonly shape?: string;
  readonly className: string | undefined;
}

/** One part with what became of it; filled by how its MACs changed, as the graph is that is coloured by difference. */
function Chip({ part, side, name, shape, className }: ChipProps) {
  const architecture = useArchitecture();
  const { count } = useConvention();
  const before = usePinnedCosts();
  const { path, change, after } = part;
  const shown = partOn(side, part);
  const gated = shown !== null && isGroup(shown) && shown.kind === 'block' && gateOf(shown) !== undefined;
  const [old, young] = [before?.get(path), costsOf(architecture).get(path)];
  const filled = side !== 'before' && change !== 'removed';
  const step = stepOf('difference', changeOf(old ? count(old) : 0, young ? count(young) : 0));
  const said = `${path}${shape ? ` ${shape}` : ''}: ${CHANGE_WORDS[change]}`;
  return (
    <button
      type="button"
      className={className}
      data-change={change}
      data-gated={gated || undefined}
      style={filled ? paint(step) : undefined}
      aria-label={said}
      title={said}
      disabled={after === null}
      onClick={() => goTo(architecture, path)}
    >
      {name} {shape && <span className={classes.shape}>{shape}</span>}
    </button>
  );
}

function paint(step: Step): CSSProperties {
  const variables: Record<string, string> = { '--fill': onBothGrounds(step), '--ink': onBothGrounds(step.ink) };
  return variables;
}

function partOn(side: Side, { before, after }: Difference): Difference['before'] {
  if (side === 'both') return after ?? before;
  return side === 'before' ? before : after;
}

function changeOf(old: number, young: number): number {
  if (old > 0) return young / old - 1;
  return young > 0 ? Number.POSITIVE_INFINITY : 0;
}
