import type { StageFacts } from '../../architecture/architecture';
import { stageFacts } from '../../architecture/stages';
import type { Design, StageOverride } from '../../design/design';
import { isLegal } from '../../state/document/derived';
import type { StageName } from '../../state/document/document';
import { countText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useProblemsAt, useShown } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { CloseIcon } from '../kit/icons';
import { Note } from '../kit/Note';
import { NumberField } from '../kit/NumberField';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { ProblemNote } from './Field';
import classes from './OverridesField.module.css';

/** A number of a stage that can be set by hand, and what the reference's rule says instead. */
interface Handle {
  readonly name: 'blocks' | 'width' | 'stride';
  readonly step: number;
  of(facts: StageFacts): number;
}

const HANDLES: readonly Handle[] = [
  { name: 'blocks', step: 1, of: ({ blocks }) => blocks.result },
  { name: 'width', step: 8, of: ({ channels }) => channels },
  { name: 'stride', step: 1, of: ({ stride }) => stride },
];

const SE_RULES = ['all', 'half', 'none'] as const;

/**
 * What a person sets of single stages, which mmaction2's X3D has no arguments for. It outlives every change of the
 * gammas: what is not set here goes on following them.
 */
export function OverridesField() {
  const app = useApp();
  const design = useShown((document) => document.design);
  const problems = useProblemsAt(['overrides']);
  // The rule cannot be worked out from a design whose numbers make no sense; what was set stands all the same.
  const rules = ruleFacts(design);
  const stages = Array.from({ length: rules.length }, (_, index) => `layer${index + 1}` as StageName);
  const byHand = stages.flatMap((stage) => handsOf(stage, design.overrides[stage] ?? {}));
  return (
    <Stack gap="half">
      <Text as="span" tone="ink-2">
        Stage by stage, by hand
      </Text>
      <Note>
        What stands here goes before every rule above. Strides are mmaction2’s own argument as well: set there, the
        design stays one that mmaction2 can build.
      </Note>
      <div className={classes.grid}>
        <span />
        {['Blocks', 'Width', 'Stride', 'SE'].map((name) => (
          <Text as="span" key={name} size="xs" tone="ink-3" className={classes.heading}>
            {name}
          </Text>
        ))}
        {stages.map((stage, index) => {
          const rule = rules[index];
          return rule && <StageRow key={stage} stage={stage} rule={rule} override={design.overrides[stage] ?? {}} />;
        })}
      </div>
      {byHand.length > 0 && (
        <div className={classes.hands}>
          <p>
            Set by hand, so mmaction2 can no longer express this design: its X3D has no arguments for single stages.
            PyTorch and ONNX export it all the same.
          </p>
          <ul>
            {byHand.map(({ stage, name, text }) => (
              <li key={stage + name}>
                {stage} {name} {text}
                <Button
                  size="compact-xs"
                  variant="subtle"
                  aria-label={`Follow the rule again for ${name} of ${stage}`}
                  onClick={() => app.document.setByHand(stage, { [name]: undefined })}
                >
                  <CloseIcon />
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {problems.map((problem) => (
        <ProblemNote key={problem.field + problem.message} problem={problem} />
      ))}
    </Stack>
  );
}

function StageRow({ stage, rule, override }: { stage: StageName; rule: StageFacts; override: StageOverride }) {
  const app = useApp();
  const problems = useProblemsAt([`overrides.${stage}`]);
  const blocks = override.blocks ?? rule.blocks.result;
  return (
    <>
      <Text as="span" size="sm" tone="ink-2" className={classes.stage}>
        {stage}
      </Text>
      {HANDLES.map(({ name, step, of }) => (
        <span key={name} className={classes.cell} data-by-hand={override[name] !== undefined || undefined}>
          <NumberField
            label={`${name} of ${stage}${override[name] === undefined ? '' : ', set by hand'}`}
            value={override[name] ?? of(rule)}
            step={step}
            min={1}
            invalid={problems.some(({ field }) => field === `overrides.${stage}.${name}`)}
            onCommit={(value) => app.document.setByHand(stage, { [name]: value })}
          />
        </span>
      ))}
      <span className={classes.cell} data-by-hand={override.se !== undefined || undefined}>
        <select
          aria-label={`SE of ${stage}${override.se === undefined ? '' : ', set by hand'}`}
          value={override.se === undefined ? 'rule' : typeof override.se === 'string' ? override.se : 'each'}
          onChange={(event) => app.document.setByHand(stage, { se: seFor(event.currentTarget.value, rule, blocks) })}
        >
          <option value="rule">rule</option>
          {SE_RULES.map((name) => (
            <option key={name}>{name}</option>
          ))}
          <option value="each">each…</option>
        </select>
      </span>
      {typeof override.se === 'object' && (
        <fieldset className={classes.flags}>
          <legend>SE in block</legend>
          {Array.from({ length: Math.min(blocks, MOST_FLAGS) }, (_, block) => {
            const flags = Array.from({ length: blocks }, (_, index) => seAt(override.se, index));
            return (
              <button
                // biome-ignore lint/suspicious/noArrayIndexKey: a block is its number.
                key={block}
                type="button"
                aria-pressed={flags[block]}
                aria-label={`SE in block ${block} of ${stage}`}
                onClick={() =>
                  app.document.setByHand(stage, { se: flags.map((flag, index) => (index === block ? !flag : flag)) })
                }
              >
                {block}
              </button>
            );
          })}
        </fieldset>
      )}
    </>
  );
}

/** Blocks that get a button of their own; beyond that the form would be nothing else. */
const MOST_FLAGS = 64;

function seAt(se: StageOverride['se'], block: number): boolean {
  return typeof se === 'object' ? (se[block] ?? false) : false;
}

function seFor(chosen: string, rule: StageFacts, blocks: number): StageOverride['se'] {
  if (chosen === 'each') return Array.from({ length: blocks }, (_, block) => rule.se[block] ?? false);
  return SE_RULES.find((name) => name === chosen);
}

/** The stages as the reference's rules make them, without what was set by hand. */
function ruleFacts(design: Design): readonly StageFacts[] {
  const ruled = Object.keys(design.overrides).length === 0 ? design : { ...design, overrides: {} };
  return isLegal(ruled) ? stageFacts(ruled) : [];
}

function handsOf(stage: StageName, override: StageOverride) {
  return (['blocks', 'width', 'stride', 'se'] as const).flatMap((name) => {
    const value = override[name];
    if (value === undefined) return [];
    const text = typeof value === 'object' ? `in ${countText(value.filter(Boolean).length, 'block')}` : `${value}`;
    return [{ stage, name, text }];
  });
}
