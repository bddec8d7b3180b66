import { squeezeStyleOf } from '../../design/changes';
import { HEAD_DEFAULTS } from '../../design/design';
import { PARAMETERS, type Section as SectionName } from '../../design/parameters';
import { SECTIONS } from '../../present/formSections';
import { countText } from '../../text/numberText';
import { lazyRoom } from '../app/lazyRoom';
import { useApp } from '../app/useApp';
import { useDocument, useProblems, useSession, useShown } from '../app/useStudio';
import { Hidden } from '../kit/controls/Hidden';
import { Switch } from '../kit/controls/Switch';
import { Section } from '../kit/Section';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import classes from './DesignForm.module.css';
import { ParameterField } from './ParameterField';

// Under the fold of most screens; its place is kept until it is here.
const OverridesField = lazyRoom(async () => (await import('./OverridesField')).OverridesField, 'among', false);
// Folded at first, and what it says takes an analysis of its own.
const TrainingFacts = lazyRoom(async () => (await import('./TrainingFacts')).TrainingFacts);

/** The design form: one field for every row of the parameter table, by section. */
export function DesignForm() {
  const problems = useProblems();
  const hidden = useSession((session) => session.hidden);
  return (
    <div className={classes.form}>
      <Hidden as="h2">Design</Hidden>
      {SECTIONS.filter(({ section }) => !hidden.includes(section)).map(({ section, title, startsFolded }) => {
        const parameters = PARAMETERS.filter((parameter) => parameter.section === section);
        const wrong = problems.filter(
          (problem) => problem.severity === 'error' && parameters.some(({ field }) => problem.field.startsWith(field)),
        );
        return (
          <Section
            key={section}
            title={title}
            startsFolded={startsFolded}
            aside={
              wrong.length > 0 ? (
                <Text as="b" tone="bad">
                  {wrong.length} to mend
                </Text>
              ) : (
                <Aside section={section} />
              )
            }
          >
            {section === 'head' ? (
              <HeadFields />
            ) : (
              parameters.map((parameter) => <ParameterField key={parameter.field} parameter={parameter} />)
            )}
            {section === 'stages' && (
              <div className={classes.overrides}>
                <OverridesField />
              </div>
            )}
            {section === 'training' && <TrainingFacts />}
          </Section>
        );
      })}
    </div>
  );
}

/** A section's state in a few characters, legible while it is folded. */
function Aside({ section }: { section: SectionName }) {
  const { reference, clip, head, overrides } = useShown(({ design }) => design);
  switch (section) {
    case 'clip':
      return [clip.n, reference.in_channels, clip.t, clip.h, clip.w].join(' × ');
    case 'stages':
      return `${reference.spatial_strides.join(' ')}${Object.values(overrides).some((set) => Object.keys(set ?? {}).length > 0) ? ', by hand' : ''}`;
    case 'squeeze':
      return squeezeStyleOf(reference);
    case 'block':
      return `${reference.norm_cfg?.type ?? 'no norm'}, ${reference.act_cfg.type}`;
    case 'head':
      if (!head) return 'none';
      return `${countText(head.num_classes, 'class', 'classes')}${head.pool_window ? ', by hand' : ''}`;
    default:
      return null;
  }
}

const HEAD_PARAMETERS = PARAMETERS.filter(({ section }) => section === 'head');

function HeadFields() {
  const app = useApp();
  const head = useDocument(({ design }) => design.head);
  return (
    <>
      <Stack row nowrap justify="space-between" className={classes.headSwitch}>
        <span id="head-switch">Classification head</span>
        <Switch
          aria-labelledby="head-switch"
          checked={head !== null}
          onChange={(event) => app.document.edit({ head: event.currentTarget.checked ? HEAD_DEFAULTS : null })}
        />
      </Stack>
      {head && HEAD_PARAMETERS.map((parameter) => <ParameterField key={parameter.field} parameter={parameter} />)}
    </>
  );
}
