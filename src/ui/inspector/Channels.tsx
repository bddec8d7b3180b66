import type { Architecture, StageFacts } from '../../architecture/architecture';
import { roundRepeats } from '../../architecture/rounding';
import { repeatsText, roundingText, truncationText } from '../../present/derivations';
import type { Subject } from '../../present/subject';
import { useArchitecture } from '../app/useStudio';
import { Section } from '../kit/Section';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { Words } from '../kit/Words';

/** One size of the subject and how it came about. */
interface Derivation {
  readonly name: string;
  readonly text: string;
  readonly because: string;
}

/** How the subject's widths and depth follow from the design, with the rounding shown. */
export function Channels({ subject }: { subject: Subject }) {
  const architecture = useArchitecture();
  const derivations = derivationsOf(architecture, subject);
  if (derivations.length === 0) return null;
  return (
    <Section title="Where the sizes come from">
      <Stack as="dl" gap="1h">
        {derivations.map(({ name, text, because }) => (
          <div key={name}>
            <Text as="dt" size="xs" tone="ink-3">
              {name}
            </Text>
            <Text as="dd" weight={550}>
              {text}
            </Text>
            <Text as="dd" size="sm" tone="ink-2">
              <Words text={because} />
            </Text>
          </div>
        ))}
      </Stack>
    </Section>
  );
}

function derivationsOf(architecture: Architecture, { path, stage, around, parts }: Subject): readonly Derivation[] {
  const base: Derivation = {
    name: 'Base channels',
    text: roundingText(architecture.baseChannels),
    because: 'The stem’s width: 24 × γ_w, to a multiple of 8, at least 8 and not under nine tenths of the product.',
  };
  const [outermost] = around;
  if (stage) return stageDerivations(architecture, stage, gateIsNear(path, parts.length));
  if (path === '') return [base];
  if (path === 'stem' || outermost?.kind === 'stem') return [base];
  if (path === 'conv5' || outermost?.path === 'conv5') {
    const last = architecture.stages[architecture.stages.length - 1];
    return last
      ? [
          {
            name: 'Features',
            text: `⌊${last.channels} × ${architecture.design.reference.gamma_b}⌋ = ${architecture.featDim}`,
            because: 'The last stage’s channels times γ_b, cut to a whole number.',
          },
        ]
      : [];
  }
  return [];
}

/** A stage and its blocks show all their sizes; inside an SE module the squeeze is what matters. */
function gateIsNear(path: string, parts: number): boolean {
  return path.includes('.se_module') && parts > 0;
}

function stageDerivations(architecture: Architecture, stage: StageFacts, gateOnly: boolean): readonly Derivation[] {
  const index = architecture.stages.indexOf(stage);
  const override = architecture.design.overrides[stage.path as 'layer1'];
  const base = architecture.baseChannels.result;
  const squeeze: readonly Derivation[] = stage.seWidth
    ? [
        {
          name: 'Squeeze',
          text: roundingText(stage.seWidth),
          because: 'The bottleneck’s channels times the SE ratio, rounded as the base is.',
        },
      ]
    : [];
  const planes: Derivation = {
    name: 'Bottleneck',
    text: truncationText(stage.planes),
    because: 'Channels inside the block: those of the stage times γ_b, cut to a whole number, not rounded.',
  };
  if (gateOnly) return [planes, ...squeeze];
  const blocks: Derivation = {
    name: 'Blocks',
    text: repeatsText(roundRepeats(stage.blocks.repeats, architecture.design.reference.gamma_d)),
    because: `Stage ${index + 1} has ${stage.blocks.repeats} in the reference; γ_d multiplies, and what is left over makes one more.`,
  };
  const channels: Derivation = {
    name: 'Channels',
    text: `${base} × ${2 ** index} = ${base * 2 ** index}`,
    because: `The base, ${roundingText(architecture.baseChannels)}, doubled from stage to stage.`,
  };
  return [
    override?.blocks === undefined ? blocks : byHand(blocks, override.blocks),
    override?.width === undefined ? channels : byHand(channels, override.width),
    planes,
    ...squeeze,
  ];
}

/** A size that a person set, and the rule that it replaces. */
function byHand({ name, text }: Derivation, value: number): Derivation {
  return { name, text: `${value}, set by hand`, because: `The reference’s rule would give ${text}.` };
}
