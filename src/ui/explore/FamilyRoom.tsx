import { useDeferredValue, useMemo } from 'react';
import { ACCURACY_SERIES } from '../../present/accuracySeries';
import { measureLabel, measureText } from '../../present/measureText';
import { AXES } from '../../scaling/axes';
import { factsOf, MEASURES } from '../../scaling/measures';
import { FAMILY, memberOf } from '../../scaling/members';
import { titled } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useDocument, useExplore } from '../app/useStudio';
import { DataTable } from '../kit/DataTable';
import { FigureList } from '../kit/FigureList';
import { LinkButton } from '../kit/LinkButton';
import { Text } from '../kit/Text';
import { AxisKnob } from './AxisKnob';
import { shortDesign } from './designPoints';
import cards from './exploreRoom.module.css';
import classes from './FamilyRoom.module.css';
import { useWhose } from './useWhose';

/** The family and the design on the form: six knobs, every measure, and the published accuracies with their sources. */
export function FamilyRoom() {
  return (
    <>
      <section className={classes.part} aria-label="Six axes">
        <h3>Under your hand</h3>
        <p className={classes.lead}>
          X3D is one small 2-D network, grown along six axes. Every place on a slider is another network; marks are the
          published members.
        </p>
        <div className={classes.knobs}>
          {AXES.map((axis) => (
            <AxisKnob key={axis.name} axis={axis} />
          ))}
        </div>
      </section>
      <Facts />
      <Members />
    </>
  );
}

/** The design on the form in every measure. */
function Facts() {
  const design = useDeferredValue(useDocument(({ legal }) => legal));
  const device = useExplore((state) => state.device);
  const facts = useMemo(() => factsOf(design, device), [design, device]);
  const member = memberOf(design);
  const title = `${titled(useWhose())} design`;
  return (
    <section className={classes.part} aria-label={title}>
      <h3>
        {title} {member && <span className={cards.badge}>{member.preset.label}</span>}
      </h3>
      <p className={classes.lead}>
        {shortDesign(design)}
        {member && !member.sameSampling && ': the published tensor, its frames taken at another rate'}
      </p>
      <FigureList
        large
        figures={MEASURES.map((measure) => ({
          name: measureLabel(measure, device),
          text: measureText(measure.name, facts[measure.name]),
          sentence: measure.sentence,
        }))}
      />
    </section>
  );
}

/** Published members, and every published accuracy. */
function Members() {
  const app = useApp();
  const members = FAMILY.filter(({ name }) => name !== 'X2D');
  return (
    <section className={classes.part} aria-label="Published accuracies">
      <h3>What was published</h3>
      <p className={classes.lead}>
        Top-1 accuracy on Kinetics-400, in per cent. Only numbers of one row can be compared: a view more is an accuracy
        higher, and costs as much again.
      </p>
      <DataTable
        label="Accuracies by source"
        columns={[
          'Source and views',
          ...members.map(({ name, label, design }) => ({
            name,
            head: <LinkButton onClick={() => app.document.setDesign(design)}>{label}</LinkButton>,
          })),
        ]}
      >
        {ACCURACY_SERIES.map((series) => (
          <tr key={series.name}>
            <th scope="row">
              {series.source}
              <Text as="div" size="xs" tone="ink-3">
                {series.views}
              </Text>
            </th>
            {members.map(({ name }) => (
              <td key={name}>{series.of(name)?.top1 ?? '–'}</td>
            ))}
          </tr>
        ))}
      </DataTable>
    </section>
  );
}
