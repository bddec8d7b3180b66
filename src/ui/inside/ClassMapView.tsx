import { useMemo } from 'react';
import { runServiceOf } from '../../state/run/runService';
import type { ClassMap } from '../../state/run/runStore';
import { rankedClasses } from '../../state/run/scores';
import { shapeText } from '../../tensor/shape';
import { OddNote } from '../app/OddNote';
import { OutdatedNotice } from '../app/OutdatedNotice';
import { useApp } from '../app/useApp';
import { useLabels } from '../app/useLabels';
import { useDocument, useRun } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { Button } from '../kit/controls/Button';
import { Note } from '../kit/Note';
import { NumberField } from '../kit/NumberField';
import { Stack } from '../kit/Stack';
import { HeatOverlay } from './HeatOverlay';
import classes from './InsidePanel.module.css';
import { SeenFrames } from './SeenFrames';

/** Most probable classes among which one is chosen by name. */
const OFFERED = 10;

/** Grad-CAM: where in the clip a class is seen, after conv5. */
export function ClassMapView() {
  const runService = runServiceOf(useApp());
  const classMap = useRun((run) => run.classMap);
  const hasHead = useDocument(({ legal }) => legal.head !== null);
  return (
    <Stack as="section" aria-label="Class map">
      <h3>Where a class is seen (Grad-CAM at conv5)</h3>
      {hasHead ? (
        <Stack row gap="half 1">
          <Button onClick={() => void runService.mapClass(null)}>Map the most probable class</Button>
          {classMap && <ClassChoice classMap={classMap} />}
        </Stack>
      ) : (
        <Note>A backbone without head gives no classes to map. Add a head.</Note>
      )}
      {classMap ? (
        <>
          <OutdatedNotice since={classMap} what="the map" remedy="Look again." />
          <MapOddNote classMap={classMap} />
          <MapStrip classMap={classMap} />
        </>
      ) : (
        hasHead && (
          <Note>
            Each frame of the shown clip, and over it in colour what there speaks for the class: the channels of conv5,
            weighted by how much the class's score rises with them.
          </Note>
        )
      )}
    </Stack>
  );
}

/** The rule of the network that comes with the app, on the clip that was mapped. */
function MapOddNote({ classMap: { scores } }: { classMap: ClassMap }) {
  const views = useMemo(() => [scores], [scores]);
  return <OddNote scores={views} />;
}

function ClassChoice({ classMap: { scores, classIndex } }: { classMap: ClassMap }) {
  const runService = runServiceOf(useApp());
  const { nameOf } = useLabels();
  const top = useMemo(() => rankedClasses([scores], 'prob').slice(0, OFFERED), [scores]);
  const offered = top.some(({ index }) => index === classIndex) ? top : [...top, { index: classIndex, probability: 0 }];
  return (
    <>
      <Choice
        label="class"
        value={String(classIndex)}
        options={offered.map(({ index }) => ({ value: String(index), label: nameOf(index) }))}
        onChange={(index) => void runService.mapClass(Number(index))}
      />
      <NumberField
        label="Class by number"
        value={classIndex}
        step={1}
        min={0}
        max={scores.length - 1}
        width={52}
        onCommit={(to) => void runService.mapClass(Math.min(scores.length - 1, Math.max(0, Math.trunc(to))))}
      />
    </>
  );
}

function MapStrip({ classMap }: { classMap: ClassMap }) {
  const { map, score, classIndex, tensors } = classMap;
  const { nameOf } = useLabels();
  const [frames = 1, height = 1, width = 1] = map.shape;
  const strongest = map.data.reduce((a, b) => Math.max(a, b), 0);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <ol className={classes.strip} tabIndex={0} aria-label={`Class map of ${nameOf(classIndex)}`}>
        {Array.from({ length: frames }, (_, t) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a frame is its place in time.
          <li key={t}>
            <div className={classes.mapped}>
              <SeenFrames look={classMap} t={t} />
              <HeatOverlay
                width={width}
                height={height}
                values={map.data.subarray(t * height * width, (t + 1) * height * width)}
                strongest={strongest}
              />
            </div>
            <span className={classes.caption}>{t + 1}</span>
          </li>
        ))}
      </ol>
      {tensors.drawn > 0 && (
        <Note>
          <strong>
            {tensors.drawn === tensors.stored
              ? 'Random weights: this map means nothing.'
              : `${tensors.drawn} of ${tensors.stored} tensors are random: this map means little.`}
          </strong>
        </Note>
      )}
      <Note>
        {nameOf(classIndex)}: score {score.toPrecision(4)} before softmax; map {shapeText(map.shape)}, drawn smoothly
        over the crop.{' '}
        {strongest === 0
          ? 'It is 0 everywhere: nothing in this clip speaks for the class.'
          : `The full colour is ${strongest.toPrecision(3)}.`}
      </Note>
    </>
  );
}
