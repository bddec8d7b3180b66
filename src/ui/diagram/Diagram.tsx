import { ReactFlowProvider, useStore as useFlow } from '@xyflow/react';
import { useApp } from '../app/useApp';
import '@xyflow/react/dist/base.css';
import { useEffect, useMemo, useRef } from 'react';
import { seenIn } from '../../diagram/visit';
import { useDrawn, usePointing, useSession } from '../app/useStudio';
import { Canvas } from './Canvas';
import classes from './Diagram.module.css';
import { Legend } from './Legend';
import { Toolbar } from './Toolbar';
import { type Picture, useAnchor, usePicture } from './usePicture';
import { LARGEST, type RoomView, useView } from './useView';
import { useWholePicture } from './useWholePicture';

/** The graph's room: the network drawn, with what steers the drawing. */
export function Diagram() {
  return (
    <ReactFlowProvider>
      <Room />
    </ReactFlowProvider>
  );
}

function Room() {
  const app = useApp();
  const picture = usePicture();
  const anchor = usePointing((pointing) => pointing.anchor);
  const offset = useAnchor(picture, anchor);
  const seen = useSeenSelection(picture);
  useLitNodes(picture);
  const presenting = useSession((session) => session.presenting);
  const view = useView(picture.layout, offset, presenting ? LARGEST.presenting : LARGEST.usual);
  const { save, draw } = useWholePicture(picture);
  const level = useSession((session) => session.level);
  const preset = useDrawn((document) => document.preset);
  const width = useFlow((state) => state.width);
  const height = useFlow((state) => state.height);
  const ready = width > 0 && height > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: an edit is the occasion.
  useEffect(() => view.keepBeginning(), [view, picture.architecture]);
  // The first picture, another level, direction and preset show the beginning; an edit leaves the viewport alone otherwise.
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are occasions, they are not read.
  useEffect(() => {
    if (ready) view.showStart();
  }, [ready, view, level, picture.direction, preset]);
  // Lines that break elsewhere make another picture: it is placed anew unless it was moved by hand.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above.
  useEffect(() => view.fitAgain(), [view, width, height, picture.lineLength, presenting]);
  useEffect(() => {
    if (seen !== null) view.reveal(seen);
  }, [seen, view]);
  const toggled = useSession((session) => session.toggled);
  // What was just opened by hand is seen whole. An edit moves nothing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the anchor stands since before.
  useEffect(() => {
    if (toggled.size > 0 && anchor !== null) view.settle(anchor);
  }, [toggled]);
  useSought(picture, view);
  useEffect(() => {
    app.graphView.setState({ view, seen, save, draw });
    return () => app.graphView.setState({ view: null, seen: null, save: null, draw: null });
  }, [app, view, seen, save, draw]);
  return (
    <div className={classes.room}>
      <Toolbar view={view} seen={seen} save={save} />
      <Canvas picture={picture} offset={offset} seen={seen} onMoved={view.leave} />
      <footer className={classes.foot}>
        <Legend {...picture} />
        <a className={classes.credit} href="https://reactflow.dev" target="_blank" rel="noreferrer">
          React Flow
        </a>
      </footer>
    </div>
  );
}

/** The node that shows the selected path; the store tells the nodes. */
function useSeenSelection({ layout, architecture }: Picture): string | null {
  const app = useApp();
  const selected = useSession((session) => session.selected);
  const seen = useMemo(
    () => (selected === null ? null : seenIn(layout, architecture, selected)),
    [layout, architecture, selected],
  );
  useEffect(() => app.pointing.setState({ selected: seen }), [app, seen]);
  return seen;
}

/** Brings what a text speaks of onto the screen, and again after a change of the picture, until it is moved by hand. */
function useSought({ layout, architecture }: Picture, view: RoomView): void {
  const sought = usePointing((pointing) => pointing.sought);
  const lit = usePointing((pointing) => pointing.litPaths);
  const served = useRef<readonly string[] | null>(null);
  useEffect(() => {
    if (sought === null) return;
    const again = served.current === sought;
    served.current = sought;
    const seen = (paths: readonly string[]) => paths.flatMap((path) => seenIn(layout, architecture, path) ?? []);
    view.showParts(seen(lit), seen(sought), again);
  }, [sought, lit, layout, architecture, view]);
}

/** The nodes that show what a text lights; the store tells them. */
function useLitNodes({ layout, architecture }: Picture): void {
  const app = useApp();
  const paths = usePointing(({ litPaths }) => litPaths);
  const lit = useMemo(
    () => new Set(paths.flatMap((path) => seenIn(layout, architecture, path) ?? [])),
    [layout, architecture, paths],
  );
  useEffect(() => app.pointing.setState({ lit }), [app, lit]);
}
